"""What others did with a case since the reader looked at it, in a few words."""

from collections.abc import Sequence

from django.db.models import Max

from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from triage.models import Case

# What each verb of the audit means to somebody who comes back to a case. A verb that is not here is no news.
NEWS = {
    "raised": "the tier",
    "other tier agreed": "the tier",
    "other tier proposed": "another tier proposed",
    "message sent": "a message",
    "files received": "files",
    "facts completed": "facts",
    "report finished": "the rest of the report",
    "whereabouts given": "where they are",
    "acknowledged": "an answer",
    "assigned": "the owner",
    "routed": "the owner",
    "planned": "the plan",
    "referred to the police": "the police referral",
    "closed": "closed",
    "reopened": "opened again",
    "withdrawn": "withdrawn",
    "note written": "a note",
    "person added": "a person of concern",
    "has a duplicate": "another report of it",
}


def news_of(cases: Sequence[Case], reader: User) -> dict[str, str]:
    """By reference. One query, and none where nothing has moved on since the reader looked."""
    seen = {case.reference: case.seen_at for case in cases if moved_on(case)}  # type: ignore[attr-defined]  # likewise
    if not seen:
        return {}
    since = AuditEvent.objects.filter(object_type="incident", object_ref__in=seen, at__gt=min(seen.values()))
    by_others = since.filter(verb__in=NEWS).exclude(actor=reader.reference)
    latest = by_others.values("object_ref", "verb").annotate(latest=Max("at")).order_by("-latest")
    news: dict[str, list[str]] = {}
    for one in latest:
        if one["latest"] > seen[one["object_ref"]]:
            words = news.setdefault(one["object_ref"], [])
            words += [NEWS[one["verb"]]] if NEWS[one["verb"]] not in words else []
    return {reference: ", ".join(words) for reference, words in news.items()}


def moved_on(case: Case) -> bool:
    """Whoever has never looked at a case sees all of it as new anyway."""
    return case.seen is not None and case.revision > case.seen  # type: ignore[attr-defined]  # annotated by `listed`
