"""How many want support: counts in which nobody can be recognised."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from incidents.models import Wellbeing

FEWEST = 5
FEWER = f"Fewer than {FEWEST}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The names are those of `components/summary_list.html`."""

    key: str
    value: str


def year_before(today: date) -> tuple[date, date]:
    """Twelve whole months, the last of which is over: a count that changed overnight would tell of one person."""
    end = today.replace(day=1)
    return end.replace(year=end.year - 1), end


def wanted(today: date) -> list[Wanted]:
    """How many different people chose each kind of support. No total, from which a small count could be told."""
    start, end = year_before(today)
    chosen = Wellbeing.objects.filter(follows=None, at__date__gte=start, at__date__lt=end)
    people = dict(chosen.values_list("choice").annotate(people=Count("asked_by", distinct=True)))
    return [Wanted(choice.label, in_words(people.get(choice.value, 0))) for choice in Wellbeing.Choice]


def in_words(count: int) -> str:
    return str(count) if count >= FEWEST else FEWER
