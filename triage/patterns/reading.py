"""What pages say about patterns: the list, one pattern, and those that a case is in. Only what the reader may see."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Left

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.govuk.paging import Page, keyset_page
from incidents.facts import FACTS, describe
from incidents.models import Incident
from triage.models import Assessment, Case, Pattern, PatternMember
from triage.pattern_lifecycle import PatternState
from triage.pattern_policies import pattern_moves_open_to
from triage.patterns.finders import telling_words
from triage.patterns.recent import LONGEST
from triage.queue import TIERS

SHOWN = 100
MOST_WORDS = 8
SHOW = {
    "offered": (PatternState.OFFERED,),
    "confirmed": (PatternState.CONFIRMED,),
    "over": (PatternState.DISMISSED, PatternState.DISSOLVED),
}
SHOW_WORDS = {"offered": "Waiting for an officer", "confirmed": "Confirmed", "over": "Dismissed or taken apart"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One report in a pattern. The names are those of `components/timeline.html`, and what the page ticks."""

    at: datetime
    title: str
    case: Case
    text: str


def pattern_page(reader: User, show: str, cursor: str | None) -> Page[Pattern]:
    """The newest first, each with how many of its reports the reader may see."""
    seen = PatternMember.objects.visible_to(reader).present().filter(pattern=OuterRef("pk")).order_by()
    number = seen.values("pattern").annotate(number=Count("pk")).values("number")
    patterns = Pattern.objects.visible_to(reader).filter(state__in=SHOW[show]).annotate(reports=Subquery(number))
    return keyset_page(patterns, field="began_at", descending=True, cursor=cursor)


def members_of(pattern: Pattern, reader: User) -> QuerySet[PatternMember]:
    return PatternMember.objects.visible_to(reader).present().filter(pattern=pattern)


def pattern_file(pattern: Pattern, reader: User) -> dict[str, Any]:
    """In a number of queries that does not grow with the pattern. Of a long one the newest are shown."""
    seen = members_of(pattern, reader)
    suggested = set(seen.filter(suggested=True).values_list("incident", flat=True))
    cases = list(
        Case.objects.filter(incident__in=seen.values("incident"))
        .select_related("incident__councillor", "owner")
        .annotate(words=Left("incident__description", LONGEST))
        .order_by("-reported_at", "-pk")[:SHOWN]
    )
    entries = [entry(case) for case in cases]
    return {
        "pattern": pattern,
        "entries": [one for one in entries if one.case.incident_id not in suggested],
        "suggested": [one for one in entries if one.case.incident_id in suggested],
        "counts": counts(seen.filter(suggested=False)),
        "cut": len(entries) == SHOWN,
        "others": pattern.members.present().exclude(pk__in=seen.values("pk")).exists(),
        "shared": shared_words([case.words for case in cases]),
        "moves": pattern_moves_open_to(reader, pattern),
        "may_work": reader.may(Permission.WORK_CASES),
        "may_change": reader.may(Permission.WORK_CASES) and (pattern.is_offered or pattern.is_confirmed),
    }


def entry(case: Case) -> Entry:
    return Entry(
        at=case.reported_at,
        title=f"{case.reference}: {case.kind_label}",
        case=case,
        text=f"Done to {case.incident.harmed}. {TIERS[case.tier_key]}. {case.get_state_display()}.",
    )


def counts(seen: QuerySet[PatternMember]) -> dict[str, int]:
    """Of the reports that the reader may see."""
    told = Incident.objects.filter(pk__in=seen.values("incident"))
    found = told.aggregate(reports=Count("pk"), users=Count("councillor", distinct=True))
    named = told.filter(councillor=None).exclude(harmed_name="").values("harmed_name").distinct().count()
    still = Case.objects.open().filter(incident__in=seen.values("incident")).count()
    return {"reports": found["reports"], "harmed": found["users"] + named, "open": still}


def shared_words(texts: Sequence[str]) -> list[str]:
    """Unusual words that stand in several of them: from those that the reader may see, so that none is given away."""
    uses = Counter(word for text in texts for word in telling_words(text))
    several = [(word, times) for word, times in uses.items() if times > 1 and times * 2 >= len(texts)]
    return [word for word, _ in sorted(several, key=lambda one: (-one[1], one[0]))[:MOST_WORDS]]


# On a case -------------------------------------------------------------------------------------------------------


def together_on(case: Case, reader: User) -> dict[str, Any]:
    """With which others its assessment counts it, and the patterns it is in. In a steady number of queries."""
    names = case.assessment.together.get("with", [])
    cases = Case.objects.visible_to(reader).filter(incident__reference__in=names)
    seen = list(cases.select_related("incident").order_by("-reported_at", "-pk"))
    mine = PatternMember.objects.present().filter(incident=case.incident_id)
    patterns = Pattern.objects.filter(pk__in=mine.values("pattern"), state__in=[*SHOW["offered"], *SHOW["confirmed"]])
    return {
        "counted_with": seen,
        "added": added(case.assessment),
        "patterns": list(patterns.order_by("-began_at", "-pk")),
        "may_begin_pattern": reader.may(Permission.WORK_CASES),
    }


def added(assessment: Assessment) -> list[dict[str, str]]:
    """What the others changed: as rows of a summary list, its own number beside the one that counts."""
    own = assessment.together.get("own", {})
    return [
        {
            "key": FACTS[name].label,
            "value": describe(FACTS[name], assessment.facts.get(name)),
            "note": f"In this report alone: {describe(FACTS[name], value).lower()}",
        }
        for name, value in own.items()
        if assessment.facts.get(name) != value
    ]
