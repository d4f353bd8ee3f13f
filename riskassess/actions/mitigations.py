"""What is offered to a councillor, and what becomes of it. Whoever changes any of it locks the profile first."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import meet_deadline, set_deadline
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.clocks import due, end_of
from councilsafe.govuk.dates import day
from councilsafe.notifications.actions import tell
from riskassess.dates import add_months
from riskassess.models import Band, Mitigation, MitigationCheck, MitigationQuerySet, RiskProfile
from riskassess.profiles.kinds import DECIDED, must_offer
from riskassess.profiles.lifecycle import MITIGATION_MOVES, MitigationState
from riskassess.profiles.owners import ABOUT, ABOUT_OWN
from riskassess.profiles.policies import check_keeps, check_move, check_not_live

PLAN_PAGE = "/my/safety/plan/"
MEND_IN = timedelta(days=7)  # what does not work is looked at again so soon

# What is waited for in each state: the kind of the one deadline that a profile has for it.
WAITED_FOR = {
    MitigationState.OFFERED: "plan.answer",
    MitigationState.ACCEPTED: "plan.place",
    MitigationState.IN_PLACE: "plan.check",
}
OWN = "plan.yours"


# Offering --------------------------------------------------------------------------------------------------------


@transaction.atomic
def offer(*, by: User, profile: RiskProfile, kind: str, note: str = "") -> Mitigation:
    """One more thing. What is offered or in place already is not offered a second time."""
    profile = locked_profile(profile)
    check_keeps(by, profile)
    if found := profile.mitigations.live().filter(kind=kind).first():
        return found
    mitigation = make_offer(profile, kind, by, note=note)
    begin_keeping(profile, by)
    settle(profile, by)
    tell_them(profile, key=mitigation.reference)
    return mitigation


def offer_what_the_band_asks(*, by: User, profile: RiskProfile, band: str) -> list[Mitigation]:
    """All that the band asks for and that is not there yet, so that nothing is forgotten.

    What somebody declined is offered again only when the band has risen since. The caller holds the profile.
    """
    there = {one.kind for one in profile.mitigations.all() if one.state in WAITED_FOR or was_declined(one, band)}
    asked = [kind for kind in must_offer(band, settings.OFFER_ALSO) if kind not in there]
    made = [make_offer(profile, kind, by, band=band) for kind in asked]
    begin_keeping(profile, by)
    settle(profile, by)
    return made


def was_declined(mitigation: Mitigation, band: str) -> bool:
    """In this band or a higher one."""
    order = ["", *Band.values]
    return mitigation.state == MitigationState.DECLINED and order.index(mitigation.band) >= order.index(band)


def make_offer(profile: RiskProfile, kind: str, by: User, *, band: str = "", note: str = "") -> Mitigation:
    due_on = in_working_days(settings.OFFER_ANSWER_WORKING_DAYS)
    given = {"note": note, "band": band, "due_on": due_on, "offered_by": by, "changed_by": by}
    mitigation = Mitigation.objects.create(profile=profile, kind=kind, **given)
    record(by=by, verb="mitigation offered", on=mitigation, detail=f"{profile.reference}, {kind}")
    return mitigation


def tell_them(profile: RiskProfile, *, key: str) -> None:
    """The councillor, once for each of these: a reference and a link."""
    if profile.councillor.is_active:
        ref = profile.reference
        why = "It is about you."
        tell(to=profile.councillor, kind="plan.new", about_ref=ref, path=PLAN_PAGE, key=f"plan.new:{key}", why=why)


# Going on --------------------------------------------------------------------------------------------------------


@transaction.atomic
def accept(*, by: User, mitigation: Mitigation) -> Mitigation:
    """By the councillor, or by an officer to whom they said so."""
    mitigation = held(mitigation, by, "accept")
    if mitigation.state == MitigationState.ACCEPTED:
        return mitigation
    check_not_live(mitigation)
    return go(mitigation, "accept", by=by, due_on=in_working_days(settings.MITIGATION_PLACE_WORKING_DAYS), reason="")


@transaction.atomic
def decline(*, by: User, mitigation: Mitigation, reason: str) -> Mitigation:
    mitigation = held(mitigation, by, "decline")
    if mitigation.state == MitigationState.DECLINED:
        return mitigation
    return go(mitigation, "decline", by=by, due_on=None, reason=reason)


@transaction.atomic
def put_in_place(  # noqa: PLR0913  # keyword-only: all that is asked of a device
    *,
    by: User,
    mitigation: Mitigation,
    on: date,
    serial: str = "",
    tested_on: date | None = None,
    check_on: date | None = None,
    note: str = "",
) -> Mitigation:
    """It is there and works. A device needs its serial number and the day on which it was tested."""
    mitigation = held(mitigation, by, "place")
    if mitigation.state == MitigationState.IN_PLACE:
        return mitigation
    if mitigation.what.serial and not (serial and tested_on):
        raise ActionDenied("Enter the serial number, and the day on which it was tested")
    checked = tested_on or on
    due_on = checked_day(mitigation, check_on, checked)
    found = {"in_place_on": on, "serial": serial, "checked_on": checked, "works": True}
    go(mitigation, "place", by=by, due_on=due_on, **found, **({"note": note} if note else {}))
    MitigationCheck.objects.create(mitigation=mitigation, checked_on=checked, works=True, by=by)
    return mitigation


@transaction.atomic
def check(  # noqa: PLR0913  # keyword-only: all that a check says
    *, by: User, mitigation: Mitigation, on: date, works: bool, note: str = "", check_on: date | None = None
) -> Mitigation:
    """It was tried on a day. What does not work is looked at again in a week, and never counts as checked in peace."""
    mitigation = held(mitigation, by, "check")
    if mitigation.checks.filter(checked_on=on, works=works).exists() and mitigation.checked_on == on:
        return mitigation  # a second click
    check_follows(mitigation, on)
    due_on = checked_day(mitigation, check_on, on) if works else max(on, timezone.localdate()) + MEND_IN
    MitigationCheck.objects.create(mitigation=mitigation, checked_on=on, works=works, note=note, by=by)
    return go(mitigation, "check", by=by, due_on=due_on, checked_on=on, works=works)


@transaction.atomic
def end(*, by: User, mitigation: Mitigation, reason: str) -> Mitigation:
    mitigation = held(mitigation, by, "end")
    if mitigation.state == MitigationState.ENDED:
        return mitigation
    return go(mitigation, "end", by=by, due_on=None, reason=reason)


def held(mitigation: Mitigation, by: User, name: str) -> Mitigation:
    """Locked, as it is now. Who wants what has been done already, by a second click, is answered with it as it is."""
    profile = locked_profile(mitigation.profile)
    mitigation = Mitigation.objects.select_for_update().get(pk=mitigation.pk)
    mitigation.profile = profile
    move = MITIGATION_MOVES[name]
    if mitigation.state == move.target and mitigation.state not in move.sources and mitigation.changed_by == by:
        return mitigation
    check_move(by, mitigation, name)
    return mitigation


def go(mitigation: Mitigation, name: str, *, by: User, due_on: date | None, **changes: Any) -> Mitigation:
    move = MITIGATION_MOVES[name]
    whole = {"state": move.target, "due_on": due_on, "changed_at": timezone.now(), "changed_by": by, **changes}
    for field, value in whole.items():
        setattr(mitigation, field, value)
    mitigation.save()
    detail = f"due {due_on.isoformat()}" if due_on else ""
    record(by=by, verb=move.event, on=mitigation, detail=detail)
    settle(mitigation.profile, by)
    return mitigation


def check_follows(mitigation: Mitigation, on: date) -> None:
    if on > timezone.localdate():
        raise ActionDenied("The day of the check must be today or in the past")
    if mitigation.checked_on and on <= mitigation.checked_on:
        raise ActionDenied(f"A check on {day(mitigation.checked_on)} is recorded already. Enter a later day")


def checked_day(mitigation: Mitigation, wanted: date | None, checked_on: date) -> date:
    """When it is checked again: never later than its kind allows."""
    if checked_on > timezone.localdate():
        raise ActionDenied("The day must be today or in the past")
    latest = add_months(checked_on, mitigation.what.check_months)
    if wanted and not checked_on < wanted <= latest:
        raise ActionDenied(f"The next check must be after this one and no later than {day(latest)}")
    return wanted or latest


# Keeping ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def take_over(*, by: User, profile: RiskProfile) -> RiskProfile:
    """From now on the reminders come to them."""
    profile = locked_profile(profile)
    check_keeps(by, profile)
    if profile.keeper != by:
        begin_keeping(profile, by)
        record(by=by, verb="profile taken over", on=profile)
        settle(profile, by)
    return profile


def begin_keeping(profile: RiskProfile, by: User) -> None:
    profile.keeper = by
    profile.save(update_fields=["keeper"])


def settle(profile: RiskProfile, by: User | None) -> None:
    """One deadline for what is waited for in each state: the earliest day of all that are in it."""
    for state, kind in WAITED_FOR.items():
        days = [one for one in waiting(profile, state).values_list("due_on", flat=True) if one]
        if not days:
            meet_deadline(by=by, kind=kind, about_ref=profile.reference)
        else:
            remind(profile, kind, min(days))
        if state == MitigationState.OFFERED:
            settle_own(profile, by, min(days, default=None))


def waiting(profile: RiskProfile, state: MitigationState) -> MitigationQuerySet:
    """What is decided is looked at again by the clock of that decision: nobody is reminded of it twice."""
    found = profile.mitigations.filter(state=state)
    return found.exclude(kind__in=DECIDED) if state == MitigationState.IN_PLACE else found


def remind(profile: RiskProfile, kind: str, day_due: date) -> None:
    set_deadline(
        kind=kind,
        about_type=ABOUT,
        about_ref=profile.reference,
        path=profile.get_absolute_url(),
        owner=profile.keeper,
        due_at=end_of(day_due),
        plan="plan",
    )


def settle_own(profile: RiskProfile, by: User | None, day_due: date | None) -> None:
    """The councillor is asked as well, gently, and nobody else hears of that."""
    if day_due is None:
        meet_deadline(by=by, kind=OWN, about_ref=profile.reference)
        return
    set_deadline(
        kind=OWN,
        about_type=ABOUT_OWN,
        about_ref=profile.reference,
        path=PLAN_PAGE,
        owner=profile.councillor,
        due_at=end_of(day_due),
        plan="plan.yours",
    )


def in_working_days(number: int) -> date:
    return timezone.localdate(due(timezone.now(), Clock(number, Unit.WORKING_DAYS)))


def locked_profile(profile: RiskProfile) -> RiskProfile:
    together = RiskProfile.objects.select_related("councillor", "keeper")
    return together.select_for_update(of=("self",)).get(pk=profile.pk)
