"""That somebody is in the register, beside them on a case and on their own page, for whoever may see the entry."""

from collections.abc import Collection
from typing import Any

from councilsafe.accounts.models import User
from incidents.people.marks import Mark
from riskassess.models import RegisterEntry
from riskassess.register.lifecycle import EntryState

STANDING = {
    EntryState.PROVISIONAL: "Proposed for the register, not approved yet",
    EntryState.IN_FORCE: "In the register",
}


def marks(*, people: Collection[int], reader: User, **kwargs: Any) -> list[tuple[int, Mark]]:
    """What to do before a visit stands in it, because that is what a reader in a hurry needs."""
    entries = RegisterEntry.objects.visible_to(reader).current().filter(person__in=people)
    return [(entry.person_id, Mark(sentence(entry), entry.get_absolute_url())) for entry in entries]


def sentence(entry: RegisterEntry) -> str:
    return f"{STANDING[EntryState(entry.state)]}: {entry.get_advice_display().lower()}"
