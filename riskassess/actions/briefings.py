"""What members are told beforehand: written, sent, opened. The tension is locked by whoever changes its briefings."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.calendar import is_working_day
from councilsafe.duty.clocks import is_working_time
from councilsafe.notifications.actions import tell
from riskassess.models import Briefing, BriefingAttachment, BriefingCopy, Tension
from riskassess.tensions.owners import councillors
from riskassess.tensions.policies import STALE, StaleTensionError, check_may_change

WHY = "Your council sends this to the members whom it concerns."


@transaction.atomic
def write_briefing(*, by: User, tension: Tension, text: str, seen: datetime | None = None) -> Briefing:
    """The version that has not gone yet; a new one where the last has gone and says something else.

    `seen`: when the version was written that its writer had before them.
    """
    tension = Tension.objects.select_for_update().get(pk=tension.pk)
    check_may_change(by, tension)
    last = tension.briefings.first()
    if last and last.text == text:
        return last
    if last and seen and last.written_at != seen:
        raise StaleTensionError(STALE)
    draft = unsent(tension, text)
    record(by=by, verb="briefing written", on=tension, detail=draft.reference)
    return draft


def unsent(tension: Tension, text: str) -> Briefing:
    """The version that can still be changed, with this text. A new one begins with the files of the last."""
    last = tension.briefings.first()
    if last and not last.sent_at:
        last.text, last.written_at = text, timezone.now()
        last.save(update_fields=["text", "written_at"])
        return last
    made = Briefing.objects.create(tension=tension, number=last.number + 1 if last else 1, text=text)
    files = last.attachments.values_list("file", flat=True) if last else []
    BriefingAttachment.objects.bulk_create(BriefingAttachment(briefing=made, file_id=pk) for pk in files)
    return made


def catch_up(tension: Tension) -> None:
    """Every member has the last version that was sent. Who has it is told nothing."""
    briefing = tension.briefings.sent().first()
    if briefing is None:
        return
    without = councillors().filter(pk__in=tension.members.values("councillor"))
    for member in without.exclude(briefings__briefing=briefing):
        BriefingCopy.objects.create(briefing=briefing, councillor=member)
        before = BriefingCopy.objects.filter(councillor=member, briefing__tension=tension).exclude(briefing=briefing)
        tell_of(briefing, member, "briefing.changed" if before.exists() else "briefing.sent")


def tell_of(briefing: Briefing, member: User, kind: str) -> None:
    """A reference and a link: neither what is coming nor when."""
    tell(
        to=member,
        kind=kind,
        about_ref=briefing.reference,
        path=reverse("my-briefing", args=[briefing.reference]),
        key=f"{kind}:{briefing.reference}:{member.pk}",
        why=WHY,
    )


@transaction.atomic
def read_briefing(*, by: User, copy: BriefingCopy) -> BriefingCopy:
    """That it was opened, the first time."""
    copy = BriefingCopy.objects.select_for_update(of=("self",)).select_related("briefing__tension").get(pk=copy.pk)
    if copy.councillor_id != by.pk:
        raise ActionDenied("This was sent to somebody else.")
    if copy.read_at is None:
        copy.read_at = timezone.now()
        copy.save(update_fields=["read_at"])
        record(by=by, verb="briefing read", on=copy.briefing.tension, detail=copy.briefing.reference)
    return copy


def remind_unread(tension: Tension, now: datetime) -> None:
    """Once, in working time, from the working day before it starts. Not on the day that it was sent."""
    today = timezone.localdate(now)
    start = tension.starts_on
    if start is None or not working_day_before(start) <= today <= start or not is_working_time(now):
        return
    unread = BriefingCopy.objects.newest().filter(briefing__tension=tension, read_at=None, reminded_at=None)
    for copy in unread.filter(councillor__is_active=True).select_related("briefing", "councillor"):
        if timezone.localdate(copy.sent_at) < today:
            copy.reminded_at = now
            copy.save(update_fields=["reminded_at"])
            tell_of(copy.briefing, copy.councillor, "briefing.unread")


def working_day_before(day: date) -> date:
    before = day - timedelta(days=1)
    while not is_working_day(before):
        before -= timedelta(days=1)
    return before
