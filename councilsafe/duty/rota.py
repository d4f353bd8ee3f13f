"""Who answers at a moment, whatever the plan forgot; and what the plan forgot."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.audience import EVERYBODY, Audience
from councilsafe.duty.models import Shift

logger = logging.getLogger(__name__)

ASKED = (Role.OFFICER, Role.MANAGER, Role.MONITORING, Role.ADMIN)  # in this order, when the plan has nobody


class NobodyOnDuty(ObjectDoesNotExist):
    """No officer, manager, monitoring officer or administrator is active. Nobody can be told."""


@dataclass(frozen=True)
class Duty:
    """Only `first` is always there. Another may be missing, or the same person again in a team that is very small."""

    first: User
    second: User | None
    manager: User | None
    monitoring: User | None
    shift: Shift | None

    @property
    def ladder(self) -> list[User]:
        """Who is told, one after the other; nobody twice."""
        people = [self.first, self.second, self.manager, self.monitoring]
        return list(dict.fromkeys(person for person in people if person))

    @property
    def top(self) -> list[int]:
        """The rungs on which those in charge stand."""
        return [rung for rung, person in enumerate(self.ladder) if person in (self.manager, self.monitoring)]


@dataclass(frozen=True)
class Gap:
    """A stretch of time that no shift covers."""

    starts_at: datetime
    ends_at: datetime


def on_duty(at: datetime, audience: Audience = EVERYBODY) -> Duty:
    """Who answers at this moment: the shift's people, and in their place any officer, then those above.

    Nobody who may not hear of it is among them. Raises NobodyOnDuty only when nobody at all is left to tell.
    """
    people, shift = people_to_ask(audience), Shift.objects.at(at).select_related("first", "second").first()
    on_shift = [shift.first, shift.second] if shift else []
    planned = [person for person in on_shift if person and person.is_active and person in audience]
    first = planned[0] if planned else anybody(people)
    second = planned[1] if len(planned) > 1 else pick(people, Role.OFFICER, but=[first])
    manager = pick(people, Role.MANAGER, but=[first, second])
    monitoring = pick(people, Role.MONITORING, but=[first, second, manager])
    return Duty(first, None if second == first else second, manager, monitoring, shift)


def people_to_ask(audience: Audience) -> list[User]:
    active = User.objects.filter(is_active=True, roles__overlap=[role.value for role in ASKED]).order_by("id")
    return [person for person in active if person in audience] or stand_ins(list(active), audience)


def stand_ins(active: list[User], audience: Audience) -> list[User]:
    """Those who may know have gone: the monitoring officers, rather than nobody. But nobody who is barred."""
    found = [person for person in active if person.has_role(Role.MONITORING) and person.pk not in audience.barred]
    if found:
        logger.critical("Nobody who may know of it is active. The monitoring officer stands in.")
    return found


def anybody(people: list[User]) -> User:
    for role in ASKED:
        if person := pick(people, role):
            return person
    raise NobodyOnDuty("Nobody who could be told is active. Give somebody active the officer's role.")


def pick(people: list[User], role: Role, but: Iterable[User | None] = ()) -> User | None:
    """Somebody with the role: if possible not one of those who stand on the ladder already."""
    holders = [person for person in people if person.has_role(role)]
    others = [person for person in holders if person not in but]
    return next(iter(others or holders), None)


def gaps(shifts: Iterable[Shift], start: datetime, end: datetime) -> list[Gap]:
    """What lies between `start` and `end` and in none of the shifts, which must be in order."""
    found, covered_until = [], start
    for shift in shifts:
        if shift.starts_at > covered_until:
            found.append(Gap(covered_until, min(shift.starts_at, end)))
        covered_until = max(covered_until, shift.ends_at)
    if covered_until < end:
        found.append(Gap(covered_until, end))
    return found
