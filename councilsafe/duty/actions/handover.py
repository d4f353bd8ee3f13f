"""Telling the next on duty what they need to know."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.models import HandOver, NoteRead, Shift
from councilsafe.notifications.actions import tell


@transaction.atomic
def write_note(*, by: User, text: str) -> HandOver:
    """For whoever is on duty next, who is told. Everybody who sees the rota can read it."""
    now = timezone.now()
    note = HandOver.objects.create(written_by=by, written_at=now, text=text, shift=shift_of(by, now))
    record(by=by, verb="hand-over note written", on=note)
    for person in next_people(by, now):
        tell(
            to=person,
            kind="note.left",
            about_ref=note.reference,
            path="/duty/notes/",
            key=f"note:{note.reference}:{person.reference}",
            why="You are on duty next.",
        )
    return note


@transaction.atomic
def read_note(*, by: User, note: HandOver) -> None:
    """Twice is once."""
    _, is_new = NoteRead.objects.get_or_create(note=note, reader=by)
    if is_new:
        record(by=by, verb="hand-over note read", on=note)


def shift_of(person: User, now: datetime) -> Shift | None:
    """Theirs that goes on now, or that was their last."""
    own = Shift.objects.filter(Q(first=person) | Q(second=person), starts_at__lte=now)
    return own.order_by("-starts_at").first()


def next_people(by: User, now: datetime) -> list[User]:
    """Of the shift that begins next."""
    following = Shift.objects.filter(starts_at__gt=now).order_by("starts_at").select_related("first", "second").first()
    people = [following.first, following.second] if following else []
    return [person for person in people if person and person.is_active and person.pk != by.pk]
