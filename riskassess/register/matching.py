"""Who in the register may be meant by a look-up. Runs when an officer opens it, never in the request that asked."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity, TrigramWordSimilarity
from django.db.models import Q
from django.db.models.functions import Greatest

from councilsafe.accounts.models import User
from incidents.models import Identifier
from incidents.people.merged import circles
from incidents.people.normalise import normalise
from riskassess.models import LookUp, RegisterEntry
from riskassess.register.addresses import may_be_same
from riskassess.register.advice import VisitAdvice, strictest, usual_advice

NAMES_ALIKE = 0.55  # as in incidents/people/match.py
REASONS = {"name": "A name like the one that was asked about", "address": "An address like the one"}


@dataclass(frozen=True, slots=True)
class Word:
    """What an officer says to whoever asked, and the entries that this officer may open."""

    advice: VisitAdvice
    entries: list[tuple[RegisterEntry, list[str]]]


def word_for(look_up: LookUp, reader: User) -> Word:
    """The advice counts every entry, also those that this officer must not know of: to them it looks like any other."""
    found = matched(look_up.name, look_up.address)
    usual = usual_advice(look_up.name, look_up.address)
    advice = strictest([entry.advice for entry, _ in found]) if found else usual
    may_see = set(
        RegisterEntry.objects.visible_to(reader)
        .filter(pk__in=[one.pk for one, _ in found])
        .values_list("pk", flat=True)
    )
    return Word(advice, [(entry, reasons) for entry, reasons in found if entry.pk in may_see])


def matched(name: str, address: str) -> list[tuple[RegisterEntry, list[str]]]:
    """Of all current entries: the same or alike, by the name, or by the address."""
    entries = list(RegisterEntry.objects.current().select_related("person"))
    roots = circles([entry.person_id for entry in entries])
    kinds: dict[int, set[str]] = {}
    called_so, living_there = known_by(normalise("name", name), roots), living_at(normalise("address", address), roots)
    for kind, people in (("name", called_so), ("address", living_there)):
        for person in people:
            kinds.setdefault(roots[person], set()).add(kind)
    for entry in entries:
        if called(entry, name):
            kinds.setdefault(roots[entry.person_id], set()).add("name")
    reasons = {root: [REASONS[kind] for kind in REASONS if kind in found] for root, found in kinds.items()}
    return [(entry, reasons[roots[entry.person_id]]) for entry in entries if roots[entry.person_id] in reasons]


def known_by(form: str, people: Collection[int]) -> set[int]:
    """By their keys. A part of a name is enough: an officer looks at each."""
    if not form:
        return set()
    alike = Greatest(
        TrigramSimilarity("normalised", form),
        TrigramWordSimilarity(form, "normalised"),
    )
    known = Identifier.objects.filter(kind="name", person__in=people).annotate(alike=alike)
    return set(known.filter(Q(normalised=form) | Q(alike__gte=NAMES_ALIKE)).values_list("person", flat=True))


def living_at(form: str, people: Collection[int]) -> set[int]:
    known = Identifier.objects.filter(kind="address", person__in=people) if form else Identifier.objects.none()
    return {person for person, place in known.values_list("person", "normalised") if may_be_same(form, place)}


def called(entry: RegisterEntry, name: str) -> bool:
    """Somebody whose name nobody noted is known by what they are called."""
    asked, label = set(normalise("name", name).split()), set(normalise("name", entry.person.label).split())
    return bool(asked) and (asked <= label or label <= asked)
