"""What the finders look at: the reports of the last days, by the index on when they were reported.

What is kept for few is left out, because an offer would tell of it; so is what was withdrawn or reported twice.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.db.models.functions import Left

from incidents.models import Identifier, Involvement
from incidents.people.merged import circles
from incidents.people.normalise import name as folded_name
from triage.models import Case, CaseQuerySet
from triage.patterns.finders import Finding, Recent, campaigns, on_one_member, on_one_topic

LONGEST = 2_000  # of what was told
BEFORE = 500  # earlier reports that say which words are usual
MOST = 5_000
TELLING = ("email", "handle", "phone", "vehicle")  # a name or an address is shared by too many
ROW = ("incident", "incident__continues", "incident__councillor", "incident__harmed_name", "incident__distinct_sources")


def findings(now: datetime) -> Iterator[Finding]:
    hours, least = settings.PILE_ON_HOURS, settings.PILE_ON_LEAST
    crowd_since = now - timedelta(hours=hours)
    crowd = recent(crowd_since, with_text=True)
    yield from on_one_member(crowd, least, hours)
    if len(crowd) >= least:
        yield from on_one_topic(crowd, texts_before(crowd_since), least, hours)
    days = settings.CAMPAIGN_DAYS
    yield from campaigns(recent(now - timedelta(days=days), named_only=True), settings.CAMPAIGN_MEMBERS, days)


def since(moment: datetime) -> CaseQuerySet:
    """The newest of them, so that a flood cannot stop the sweep."""
    usual = Q(incident__restricted=False, incident__withdrawn_at=None, incident__duplicate_of=None)
    return Case.objects.filter(usual, reported_at__gte=moment).order_by("-reported_at", "-id")[:MOST]


def recent(moment: datetime, *, with_text: bool = False, named_only: bool = False) -> list[Recent]:
    rows = since(moment).annotate(text=Left("incident__description", LONGEST)).values_list(*ROW, "text")
    known = known_by(moment)
    return [
        Recent(
            incident=pk,
            told=before or pk,
            harmed=f"user {councillor}" if councillor else folded_name(harmed_name),
            sources=sources or 1,
            text=text if with_text else "",
            known_by=known.get(pk, ()),
        )
        for pk, before, councillor, harmed_name, sources, text in rows
        if not named_only or pk in known
    ]


def known_by(moment: datetime) -> dict[int, tuple[frozenset[str], ...]]:
    """Each incident's people, as whom all are merged into, and the addresses, numbers and accounts of each."""
    behind = Involvement.objects.standing().filter(incident__in=since(moment).values("incident"))
    pairs = list(behind.values_list("incident", "person"))
    roots = circles({person for _, person in pairs})
    signs = identifiers(roots)
    found: dict[int, list[frozenset[str]]] = defaultdict(list)
    for incident, person in pairs:
        found[incident].append(frozenset({f"person {roots[person]}", *signs.get(person, ())}))
    return {incident: tuple(people) for incident, people in found.items()}


def identifiers(people: Collection[int]) -> dict[int, set[str]]:
    open_ones = Identifier.objects.filter(Q(incident=None) | Q(incident__restricted=False))
    rows = open_ones.filter(person__in=people, kind__in=TELLING).values_list("person", "kind", "normalised")
    found: dict[int, set[str]] = defaultdict(set)
    for person, kind, normalised in rows:
        found[person].add(f"{kind} {normalised}")
    return found


def texts_before(moment: datetime) -> list[str]:
    earlier = Case.objects.filter(reported_at__lt=moment).order_by("-reported_at", "-id")[:BEFORE]
    return list(earlier.annotate(text=Left("incident__description", LONGEST)).values_list("text", flat=True))
