"""Advice before a visit (P8). Nothing in `look_up` reads the register, so nothing of it can show: decision 0027."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import meet_deadline, set_deadline
from councilsafe.duty.audience import Audience
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.clocks import due
from councilsafe.duty.rota import NobodyOnDuty, on_duty
from councilsafe.notifications.actions import tell
from riskassess.models import LookUp
from riskassess.register.advice import Advice
from riskassess.register.people import ABOUT_LOOK_UP

KIND = "look-up"


class TooManyLookUps(ActionDenied):  # a policy's no, with its reason
    """More than somebody who plans visits needs."""


def look_up(*, by: User, name: str, address: str = "", purpose: str) -> Advice:
    """The same answer, the same rows and the same messages, whoever it is about. An officer rings about every one.

    One too many leaves nothing but its record, whose ever it is: who tries out many names is to be seen (P8).
    """
    if not by.may(Permission.LOOK_UP):
        raise ActionDenied("Your role does not include this.")
    try:
        return ask(by, name, address, purpose)
    except TooManyLookUps:
        record(by=by, verb="look-up refused", on=by, detail="too many")
        raise


@transaction.atomic
def ask(by: User, name: str, address: str, purpose: str) -> Advice:
    now = timezone.now()
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    check_not_too_many(by, now)
    asked = LookUp.objects.create(by=by, name=name, address=address, purpose=purpose, at=now)
    record(by=by, verb="looked up", on=asked)
    ask_officer(asked, now)
    return Advice(asked.reference)


def check_not_too_many(by: User, now: datetime) -> None:
    """Counted in the database, under the lock of whoever asks, so that many requests at once do not get round it."""
    if LookUp.objects.of_since(by, now - timedelta(minutes=10)).count() >= settings.LOOK_UPS_IN_TEN_MINUTES:
        raise TooManyLookUps(
            "You have asked several times in a few minutes. Wait ten minutes, or ring the duty officer."
        )
    if LookUp.objects.of_since(by, now - timedelta(days=1)).count() >= settings.LOOK_UPS_A_DAY:
        raise TooManyLookUps("You have asked as often as you can in one day. Ring the duty officer instead.")


def ask_officer(asked: LookUp, now: datetime) -> None:
    audience = Audience.of(None, {asked.by_id})
    try:
        owner = on_duty(now, audience).first
    except NobodyOnDuty:
        owner = None
    path = asked.get_absolute_url()
    if owner:
        tell(
            to=owner,
            kind="look_up.asked",
            about_ref=asked.reference,
            path=path,
            key=f"look-up:{asked.reference}",
            why="You are on duty.",
        )
    set_deadline(
        kind=KIND,
        about_type=ABOUT_LOOK_UP,
        about_ref=asked.reference,
        path=path,
        owner=owner,
        due_at=due(now, Clock(settings.LOOK_UP_ANSWER_WORKING_HOURS, Unit.WORKING_HOURS)),
        plan="look-up",
        audience=audience,
    )


@transaction.atomic
def answer_look_up(*, by: User, look_up: LookUp, advice: str) -> LookUp:
    """An officer has rung them and said this. A second click changes nothing."""
    look_up = LookUp.objects.select_for_update(of=("self",)).get(pk=look_up.pk)
    if not by.may(Permission.SEE_REGISTER):
        raise ActionDenied("Your role does not include this.")
    if look_up.by_id == by.pk:
        raise ActionDenied("You asked this yourself. A colleague has to answer.")
    if look_up.answered_at:
        return look_up
    look_up.answered_by, look_up.answered_at, look_up.advice = by, timezone.now(), advice
    look_up.save(update_fields=["answered_by", "answered_at", "advice"])
    meet_deadline(by=by, kind=KIND, about_ref=look_up.reference)
    record(by=by, verb="look-up answered", on=look_up)
    return look_up


@transaction.atomic
def record_look_up_opening(*, by: User, look_up: LookUp) -> None:
    record(by=by, verb="opened", on=look_up)
