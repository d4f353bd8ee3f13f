"""Who else has a case open now, and what is new to somebody who comes back to it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from councilsafe.accounts.models import User
from triage.models import Case, CaseVisit
from triage.timeline import Entry

GONE_AFTER = timedelta(seconds=60)


def others_here(case: Case, reader: User, now: datetime) -> list[str]:
    """Their names. An open page says every twenty seconds that it is open; three times unheard is gone."""
    here = CaseVisit.objects.filter(case=case, here_at__gt=now - GONE_AFTER).exclude(user=reader)
    return list(here.order_by("user__name", "user").values_list("user__name", flat=True))


def in_words(names: Sequence[str]) -> str:
    """Empty where nobody else is there."""
    *most, last = names or [""]
    if not most:
        return f"{last} has this case open." if last else ""
    return f"{', '.join(most)} and {last} have this case open."


def new_to(reader: User, entries: Iterable[Entry], since: datetime | None) -> list[Entry]:
    """What others did after the reader had looked. The first time nothing is new, because all of it is."""
    return [one for one in entries if since and one.at > since and one.by != reader.name]
