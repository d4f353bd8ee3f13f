"""Who is meant by an entry of a calendar file."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from councilsafe.accounts.models import User

MOST = 2


class NobodyMeantError(ValueError):
    """The message says why."""


@dataclass(frozen=True)
class Team:
    """Those who can be on duty, by address and by name. A name that two have names nobody."""

    by_email: Mapping[str, User]
    by_name: Mapping[str, User]

    @classmethod
    def of(cls, people: Iterable[User]) -> "Team":
        known = list(people)
        names = Counter(person.name.casefold() for person in known)
        alone = {person.name.casefold(): person for person in known if names[person.name.casefold()] == 1}
        return cls({person.email.casefold(): person for person in known}, alone)


def people_of(event: Any, team: Team) -> tuple[User, User | None]:
    """By address first, then by names in the title. The first one answers first."""
    addresses = addresses_of(event.get("ATTENDEE")) or known(addresses_of(event.get("ORGANIZER")), team)
    found = by_address(addresses, team) if addresses else by_name(str(event.get("SUMMARY", "")), team)
    if not found:
        raise NobodyMeantError("It names nobody who can be on duty, neither by email address nor by name")
    if len(found) > MOST:
        raise NobodyMeantError("It names more than two people")
    return found[0], found[1] if len(found) > 1 else None


def addresses_of(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value] if value else []
    return [re.sub(r"^mailto:", "", str(one).strip(), flags=re.IGNORECASE).casefold() for one in values]


def known(addresses: list[str], team: Team) -> list[str]:
    """Whoever made the entry need not be on duty."""
    return [address for address in addresses if address in team.by_email]


def by_address(addresses: list[str], team: Team) -> list[User]:
    for address in addresses:
        if address not in team.by_email:
            raise NobodyMeantError(f"Nobody who can be on duty has the address {address[:100]}")
    return list(dict.fromkeys(team.by_email[address] for address in addresses))


def by_name(title: str, team: Team) -> list[User]:
    """In the order of the title. Of two names of which one holds the other, the longer counts."""
    left, found = title.casefold(), list[tuple[int, User]]()
    for name in sorted(team.by_name, key=len, reverse=True):
        if place := re.search(rf"\b{re.escape(name)}\b", left):
            found.append((place.start(), team.by_name[name]))
            left = left.replace(name, "\x00" * len(name))
    return [person for _, person in sorted(found, key=lambda one: one[0])]
