"""What may be done with shifts among colleagues. Each check raises ActionDenied with the reason."""

from datetime import datetime

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.duty.cover_lifecycle import MOVES, CoverState, Mover
from councilsafe.duty.models import Absence, Cover, Shift

BEGUN = "It has begun already, so nobody can agree to it any more. Ring your colleague, or tell whoever plans the rota."
CHANGED = "The rota has changed since this was asked. Look at the rota, and ask again."


def check_move(user: User | None, cover: Cover, name: str, now: datetime) -> None:
    """Whether this person may make this move now. None is the system itself."""
    move = MOVES[name]
    if cover.state != CoverState.ASKED:
        raise ActionDenied(f"This was settled already: {cover.get_state_display().lower()}.")
    if mover_of(user, cover) is not move.by:
        raise ActionDenied(f"Only {move.by} can do this.")
    if move.by is not Mover.SYSTEM and cover.starts_at <= now:
        raise ActionDenied(BEGUN)


def mover_of(user: User | None, cover: Cover) -> Mover | None:
    if user is None:
        return Mover.SYSTEM
    return {cover.asked_id: Mover.ASKED, cover.asked_by_id: Mover.ASKER}.get(user.pk)


def moves_of(user: User, cover: Cover, now: datetime) -> dict[str, str]:
    """What this person can do with it now: names of moves and their labels."""
    return {name: move.label for name, move in MOVES.items() if may_move(user, cover, name, now)}


def may_move(user: User, cover: Cover, name: str, now: datetime) -> bool:
    try:
        check_move(user, cover, name, now)
    except ActionDenied:
        return False
    return True


def check_stretch(shift: Shift, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """It lies within the shift, and has not begun."""
    if not shift.starts_at <= starts_at < ends_at <= shift.ends_at:
        raise ActionDenied("This is not a part of the shift. Choose times within it.")
    if starts_at <= now:
        raise ActionDenied(BEGUN)


def check_has_place(shift: Shift | None, person: User) -> None:
    if shift is None or person.pk not in (shift.first_id, shift.second_id):
        raise ActionDenied(CHANGED)


def check_can_take(person: User, shift: Shift, starts_at: datetime, ends_at: datetime) -> None:
    """They work on cases, are not planned in this time already, and are not away."""
    if not person.may(Permission.WORK_CASES):
        raise ActionDenied(f"{person} cannot be on duty any more.")
    if person.pk in (shift.first_id, shift.second_id):
        raise ActionDenied(f"{person} is planned in this shift already.")
    if Absence.objects.within(starts_at, ends_at).filter(person=person).exists():
        raise ActionDenied(f"{person} is away in this time.")
