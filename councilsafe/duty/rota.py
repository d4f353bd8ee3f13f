"""Who answers at a moment, whatever the plan forgot."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, OuterRef

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.audience import EVERYBODY, Audience
from councilsafe.duty.models import Absence, Shift

logger = logging.getLogger(__name__)

ASKED = (Role.OFFICER, Role.MANAGER, Role.MONITORING, Role.ADMIN)  # in this order, when the plan has nobody


class NobodyOnDuty(ObjectDoesNotExist):
    """No officer, manager, monitoring officer or administrator is active. Nobody can be told."""


@dataclass(frozen=True)
class Duty:
    """Only `first` is always there. Another may be missing, or the same person again in a team that is very small.

    Those who are `away` are the last to be told, so that nobody is left out when nobody else answers.
    """

    first: User
    second: User | None
    manager: User | None
    monitoring: User | None
    shift: Shift | None
    away: tuple[User, ...] = ()

    @property
    def ladder(self) -> list[User]:
        """Who is told, one after the other; nobody twice."""
        people = [self.first, self.second, self.manager, self.monitoring, *self.away]
        return list(dict.fromkeys(person for person in people if person))

    @property
    def top(self) -> list[int]:
        """The rungs on which those in charge stand: also whoever of them is away, for nobody else has answered."""
        away = [person for person in self.away if person.has_role(Role.MANAGER) or person.has_role(Role.MONITORING)]
        return [rung for rung, person in enumerate(self.ladder) if person in (self.manager, self.monitoring, *away)]


def on_duty(at: datetime, audience: Audience = EVERYBODY) -> Duty:
    """Who answers at this moment: the shift's people, and in their place any officer, then those above.

    Nobody who may not hear of it is among them. Raises NobodyOnDuty only when nobody at all is left to tell.
    """
    people, shift = people_to_ask(at, audience), Shift.objects.at(at).select_related("first", "second").first()
    there = [person for person in people if not vars(person)["is_away"]] or people
    duty = fill(there, shift)
    if len(there) == len(people):
        return duty
    return replace(duty, away=tuple(person for person in fill(people, shift).ladder if person not in duty.ladder))


def fill(people: Sequence[User], shift: Shift | None) -> Duty:
    """Every place, from these people."""
    on_shift = [shift.first, shift.second] if shift else []
    planned = [person for person in on_shift if person and person in people]
    first = planned[0] if planned else anybody(people)
    second = planned[1] if len(planned) > 1 else pick(people, Role.OFFICER, but=[first])
    manager = pick(people, Role.MANAGER, but=[first, second])
    monitoring = pick(people, Role.MONITORING, but=[first, second, manager])
    return Duty(first, None if second == first else second, manager, monitoring, shift)


def people_to_ask(at: datetime, audience: Audience) -> list[User]:
    """All who could be asked; `is_away` says of each whether they are away."""
    active = User.objects.filter(is_active=True, roles__overlap=[role.value for role in ASKED]).order_by("id")
    absent = Absence.objects.at(at).filter(person=OuterRef("pk"))
    found = list(active.annotate(is_away=Exists(absent)))
    return [person for person in found if person in audience] or stand_ins(found, audience)


def stand_ins(active: list[User], audience: Audience) -> list[User]:
    """Those who may know have gone: the monitoring officers, rather than nobody. But nobody who is barred."""
    found = [person for person in active if person.has_role(Role.MONITORING) and person.pk not in audience.barred]
    if found:
        logger.critical("Nobody who may know of it is active. The monitoring officer stands in.")
    return found


def anybody(people: Sequence[User]) -> User:
    for role in ASKED:
        if person := pick(people, role):
            return person
    raise NobodyOnDuty("Nobody who could be told is active. Give somebody active the officer's role.")


def pick(people: Sequence[User], role: Role, but: Iterable[User | None] = ()) -> User | None:
    """Somebody with the role: if possible not one of those who stand on the ladder already."""
    holders = [person for person in people if person.has_role(role)]
    others = [person for person in holders if person not in but]
    return next(iter(others or holders), None)
