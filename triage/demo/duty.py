"""What happens around the rota in the demonstration: somebody is away, somebody asks for cover, a note is left."""

from datetime import datetime, timedelta

from councilsafe.accounts.models import User
from councilsafe.duty.actions import add_absence, add_week, ask_cover, write_note
from councilsafe.duty.models import AbsenceKind, Shift
from councilsafe.duty.weeks import monday_of, slots_of_week, week_bounds

NOTE = (
    "The police rang back and will ring again in the morning.\n"
    "Two councillors have said that they are at the planning meeting on Thursday: keep the line free that evening."
)


def make_duty(people: dict[str, User], now: datetime) -> None:
    away_from = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=10)
    bram = people["officer2"]
    add_absence(
        by=bram, person=bram, starts_at=away_from, ends_at=away_from + timedelta(days=2), kind=AbsenceKind.LEAVE
    )
    shift = Shift.objects.filter(starts_at__gt=now + timedelta(days=2), first=people["officer"]).earliest("starts_at")
    ask_cover(
        by=people["officer"],
        shift=shift,
        asked=people["manager"],
        starts_at=shift.starts_at,
        ends_at=shift.starts_at + timedelta(hours=4),
    )
    write_note(by=bram, text=NOTE)
    monday = monday_of(now.date()) + timedelta(weeks=1)
    shifts = Shift.objects.within(*week_bounds(monday)).select_related("first", "second")
    add_week(by=people["manager"], name="As in most weeks", slots=slots_of_week(monday, shifts))
