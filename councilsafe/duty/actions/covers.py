"""Asking a colleague to answer in one's place, and what becomes of it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions.cover_moves import fits, lapse_misfits, make_move
from councilsafe.duty.actions.gaps import look_again
from councilsafe.duty.actions.rota import held
from councilsafe.duty.models import Cover, Shift
from councilsafe.duty.policies import CHANGED, check_can_take, check_has_place, check_move, check_stretch
from councilsafe.notifications.actions import tell

SWEEP_SIZE = 200


@transaction.atomic
def ask_cover(  # noqa: PLR0913  # keyword-only: all that is asked
    *, by: User, shift: Shift, asked: User, starts_at: datetime, ends_at: datetime, in_return: Shift | None = None
) -> Cover:
    """For a whole shift or a part of one; `in_return` is a shift of theirs that the one who asks takes from them."""
    shift, now = held(shift), timezone.now()
    check_has_place(shift, by)
    check_stretch(shift, starts_at, ends_at, now)
    check_can_take(asked, shift, starts_at, ends_at)
    if in_return:
        check_return(in_return, by, asked, now)
    if Cover.objects.open().filter(shift=shift, asked_by=by).exists():
        raise ActionDenied("You have asked a colleague about this shift already. Take that back first.")
    wanted = {"shift": shift, "starts_at": starts_at, "ends_at": ends_at, "in_return": in_return}
    cover = Cover.objects.create(**wanted, is_swap=bool(in_return), asked_by=by, asked=asked, asked_at=now)
    record(by=by, verb="cover asked", on=cover, detail=f"{shift.reference} of {asked.reference}")
    tell_asked(cover)
    return cover


@transaction.atomic
def accept_cover(*, by: User, cover: Cover) -> Cover:
    """The rota is changed, in the same moment: the shift is split where only a part of it goes over."""
    cover, now = lock(cover), timezone.now()
    check_move(by, cover, "accept", now)
    if cover.shift is None or not fits(cover, cover.shift) or (cover.is_swap and cover.in_return is None):
        raise ActionDenied(CHANGED)
    check_can_take(cover.asked, cover.shift, cover.starts_at, cover.ends_at)
    if cover.in_return:
        check_return(cover.in_return, cover.asked_by, cover.asked, now)
    make_move(cover, "accept", by=by, now=now)
    hand_over(cover.shift, cover.starts_at, cover.ends_at, giver=cover.asked_by, taker=cover.asked, by=by)
    if back := cover.in_return:
        hand_over(back, back.starts_at, back.ends_at, giver=cover.asked, taker=cover.asked_by, by=by)
    return cover


@transaction.atomic
def decline_cover(*, by: User, cover: Cover) -> Cover:
    return make_move(lock(cover), "decline", by=by, now=timezone.now())


@transaction.atomic
def take_back_cover(*, by: User, cover: Cover) -> Cover:
    return make_move(lock(cover), "take-back", by=by, now=timezone.now())


def lapse_stale_covers() -> int:
    """What nobody has answered when its time begins comes to nothing. Returns how many."""
    stale = Cover.objects.stale(timezone.now()).values_list("pk", flat=True)[:SWEEP_SIZE]
    return sum(lapse_cover(cover_id=pk) for pk in list(stale))


@transaction.atomic
def lapse_cover(*, cover_id: int) -> bool:
    now = timezone.now()
    Shift.objects.hold()
    stale = Cover.objects.stale(now).filter(pk=cover_id).select_related("asked", "asked_by")
    cover = stale.select_for_update(of=("self",)).first()
    if cover:
        make_move(cover, "lapse", by=None, now=now)
    return cover is not None


def lock(cover: Cover) -> Cover:
    """The rota first, as whoever plans does; then the row, as it is by now."""
    Shift.objects.hold()
    people = ("asked", "asked_by", "shift__first", "shift__second", "in_return__first", "in_return__second")
    return Cover.objects.select_related(*people).select_for_update(of=("self",)).get(pk=cover.pk)


def check_return(shift: Shift, taker: User, giver: User, now: datetime) -> None:
    check_has_place(shift, giver)
    check_stretch(shift, shift.starts_at, shift.ends_at, now)
    check_can_take(taker, shift, shift.starts_at, shift.ends_at)


def hand_over(  # noqa: PLR0913  # keyword-only: who gives what to whom
    shift: Shift, starts_at: datetime, ends_at: datetime, *, giver: User, taker: User, by: User
) -> None:
    """What is handed over keeps the shift's reference; what is left of the shift on either side is planned anew."""
    times, people = (shift.starts_at, shift.ends_at), {"first": shift.first, "second": shift.second}
    place = "first" if shift.first_id == giver.pk else "second"
    shift.starts_at, shift.ends_at = starts_at, ends_at
    setattr(shift, place, taker)
    shift.save(force_update=True)
    record(by=by, verb="shift changed", on=shift, detail=f"{giver.reference} to {taker.reference}")
    for left_from, left_until in ((times[0], starts_at), (ends_at, times[1])):
        if left_from < left_until:
            left = Shift.objects.create(starts_at=left_from, ends_at=left_until, **people)
            record(by=by, verb="shift planned", on=left, detail=f"left of {shift.reference}")
    lapse_misfits(shift)
    look_again(*times)


def tell_asked(cover: Cover) -> None:
    tell(
        to=cover.asked,
        kind="cover.asked",
        about_ref=cover.reference,
        path=cover.get_absolute_url(),
        key=f"cover:{cover.reference}:asked",
        why="A colleague asks you to take their place.",
    )
