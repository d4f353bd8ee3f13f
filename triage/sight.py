"""Whether everybody who may read one case may see another. Only then may the other be counted in it.

Decided by the rules of who may see (`incidents.models.team`), not by who has an account today: a new officer must not
find on an old case what they may not know.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from incidents.models import Conflict, Incident


@dataclass(frozen=True, slots=True)
class Sight:
    """Who may see an incident as the team. `barred` are those who otherwise could: their own matter, or a conflict."""

    restricted: bool
    confidant: int | None
    monitoring: bool
    barred: frozenset[User]

    @classmethod
    def of(cls, incident: Incident, barred: frozenset[User]) -> "Sight":
        monitoring = incident.confidant_id is None or incident.monitoring_may_know
        return cls(incident.restricted, incident.confidant_id, monitoring, barred)

    def within(self, other: "Sight") -> bool:
        """Whether all who may see this one may see the other."""
        if other.restricted and not self.restricted:
            return False
        if self.monitoring and not other.monitoring:
            return False
        if self.confidant and other.restricted and other.confidant != self.confidant:
            return False
        return not any(self.admits(person) for person in other.barred)

    def admits(self, person: User) -> bool:
        if person in self.barred:
            return False
        by_role = self.monitoring and Permission.SEE_RESTRICTED in person.permissions
        return not self.restricted or person.pk == self.confidant or by_role


def sights(incidents: Sequence[Incident]) -> list[Sight]:
    """In two queries. Whoever sees no cases at all cannot be kept from one."""
    barred: dict[int, set[int]] = {one.pk: set(one.parties) for one in incidents}
    for conflict in Conflict.objects.filter(incident__in=incidents):
        barred[conflict.incident_id].add(conflict.user_id)
    people = User.objects.in_bulk({pk for found in barred.values() for pk in found})
    team = {pk: person for pk, person in people.items() if Permission.SEE_CASES in person.permissions}
    return [Sight.of(one, frozenset(team[pk] for pk in barred[one.pk] if pk in team)) for one in incidents]
