"""Moving a request for cover on, whoever does it, and telling those whom it is about."""

from datetime import datetime

from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.cover_lifecycle import MOVES
from councilsafe.duty.models import Cover, Shift
from councilsafe.duty.policies import check_move
from councilsafe.notifications.actions import tell

WHY = {
    "accept": "You are one of the two who agreed on it.",
    "decline": "You asked a colleague to take your place.",
    "take-back": "You were asked to take a colleague's place.",
    "lapse": "You are one of the two whom it was about.",
}
BOTH = ("accept", "lapse")


def make_move(cover: Cover, name: str, *, by: User | None, now: datetime) -> Cover:
    """The row must be held by now. Both are told of what changes the rota or came to nothing; else the other one."""
    check_move(by, cover, name, now)
    cover.state, cover.ended_at = MOVES[name].target, now
    cover.save(update_fields=["state", "ended_at"])
    record(by=by, verb=MOVES[name].event, on=cover)
    for person in (cover.asked_by, cover.asked):
        if name in BOTH or by is None or person.pk != by.pk:
            tell_of(cover, name, person)
    return cover


def tell_of(cover: Cover, name: str, person: User) -> None:
    tell(
        to=person,
        kind=MOVES[name].kind,
        about_ref=cover.reference,
        path=cover.get_absolute_url(),
        key=f"cover:{cover.reference}:{name}:{person.reference}",
        why=WHY[name],
    )


def lapse_misfits(shift: Shift) -> None:
    """Whoever asked has no place in the shift any more, or it has no such part: nobody can agree to it."""
    now = timezone.now()
    held = Cover.objects.open().select_related("asked", "asked_by").select_for_update(of=("self",)).order_by("id")
    for cover in held.filter(shift=shift):
        if not fits(cover, shift):
            make_move(cover, "lapse", by=None, now=now)
    for cover in held.filter(in_return=shift):
        if cover.asked_id not in (shift.first_id, shift.second_id):
            make_move(cover, "lapse", by=None, now=now)


def lapse_all(shift: Shift) -> None:
    """The shift goes."""
    held = Cover.objects.open().select_related("asked", "asked_by").select_for_update(of=("self",)).order_by("id")
    for cover in [*held.filter(shift=shift), *held.filter(in_return=shift)]:
        make_move(cover, "lapse", by=None, now=timezone.now())


def fits(cover: Cover, shift: Shift) -> bool:
    has_place = cover.asked_by_id in (shift.first_id, shift.second_id)
    return has_place and shift.starts_at <= cover.starts_at and cover.ends_at <= shift.ends_at
