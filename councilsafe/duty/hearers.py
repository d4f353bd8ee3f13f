"""Who hears of a deadline: its owner while they are there, and those above. Never anybody who may not."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.audience import Audience
from councilsafe.duty.models import Absence, Deadline
from councilsafe.duty.plans import AWAY, GONE
from councilsafe.duty.schedule import Telling, To, Turn
from councilsafe.duty.signals import who_may_hear


def hearers(deadline: Deadline, turn: Turn) -> dict[User, Telling]:
    """Each of them once, by the first telling that is theirs."""
    audience, found = audience_of(deadline), dict[User, Telling]()
    for telling in turn.tellings:
        for person, own in hearers_of(deadline, telling, audience).items():
            found.setdefault(person, own)
    return found


def hearers_of(deadline: Deadline, telling: Telling, audience: Audience) -> dict[User, Telling]:
    if telling.to is To.OWNER:
        return owner_or_above(deadline, telling, audience)
    if telling.to is To.MANAGERS:
        return dict.fromkeys(those_above(deadline, audience), telling)
    return dict.fromkeys(others(deadline, audience, User.objects.with_role(Role.MONITORING)), telling)


def owner_or_above(deadline: Deadline, telling: Telling, audience: Audience) -> dict[User, Telling]:
    """Who is away hears all the same, and those above with them: it cannot wait until they are back."""
    owner = deadline.owner
    if not owner or not is_there(deadline, owner, audience):
        return in_their_place(deadline, telling, audience, GONE)
    if is_away(owner):
        return {owner: telling} | in_their_place(deadline, telling, audience, AWAY)
    return {owner: telling}


def in_their_place(deadline: Deadline, telling: Telling, audience: Audience, why: str) -> dict[User, Telling]:
    plan = deadline.schedule
    own = replace(plan.instead or telling, why=why)
    return dict.fromkeys(those_above(deadline, audience), own) if plan.goes_up else {}


def is_there(deadline: Deadline, person: User, audience: Audience) -> bool:
    """They have not gone, may still do it, and may hear of it."""
    needed = deadline.schedule.permission
    return person.is_active and person in audience and (needed is None or person.may(needed))


def is_away(person: User) -> bool:
    return Absence.objects.at(timezone.now()).filter(person=person).exists()


def those_above(deadline: Deadline, audience: Audience) -> list[User]:
    """The managers; where none may hear of it the monitoring officers; where none of them may, whoever could do it."""
    return next((found for found in lines_above(deadline, audience) if found), [])


def next_above(deadline: Deadline, person: str, unreached: Collection[str]) -> list[User]:
    """Who hears in the place of somebody who cannot be reached: the first line above of whom anybody can be.

    Nobody where that person is neither its owner, as after it was handed over, nor in a line that has another above it.
    """
    lines = list(lines_above(deadline, audience_of(deadline)))
    counts = [one for one in (deadline.owner, *chain.from_iterable(lines[:-1])) if one]
    if person not in {one.reference for one in counts}:
        return []
    reachable = ([one for one in line if one.reference not in unreached] for line in lines)
    return next((line for line in reachable if line), [])


def lines_above(deadline: Deadline, audience: Audience) -> Iterator[list[User]]:
    """One after the other, so that nobody is asked for who stands further up than anybody is needed."""
    yield others(deadline, audience, User.objects.with_role(Role.MANAGER))
    yield others(deadline, audience, User.objects.with_role(Role.MONITORING))
    if needed := deadline.schedule.permission:
        yield others(deadline, audience, User.objects.who_may(needed))


def others(deadline: Deadline, audience: Audience, people: Iterable[User]) -> list[User]:
    return [person for person in people if person in audience and person.pk != deadline.owner_id]


def audience_of(deadline: Deadline) -> Audience:
    """Whom its row lets hear of it, and whom the floor above lets hear of it at this moment."""
    audience = deadline.audience
    asked = {"about_type": deadline.about_type, "about_ref": deadline.about_ref}
    for _, answer in who_may_hear.send(Deadline, **asked):
        audience = audience & answer if isinstance(answer, Audience) else audience
    return audience
