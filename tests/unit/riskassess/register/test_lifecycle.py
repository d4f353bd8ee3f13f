"""The register as a state machine: every move, role and state against a table that is written here and nowhere else."""

from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.models import Incident
from riskassess.actions import register
from riskassess.models import RegisterEntry
from riskassess.register.lifecycle import MOVES
from riskassess.register.policies import may_make
from tests.factories import UserFactory
from tests.unit.riskassess.register.conftest import MakeEntry, somebody

# s: officers, managers and monitoring officers. d: managers and monitoring officers. -: nobody. By people who took no
# part; `withdraw` is for the proposer alone, who is none of them. `untold` is in force, and not telling was proposed;
# `told` had their letter; `appealed` has appealed.
TABLE = """
move            provisional in-force untold told appealed refused removed
consider        s           -        -      -    -        -       -
approve         d           -        -      -    -        -       -
refuse          d           -        -      -    -        -       -
withdraw        -           -        -      -    -        -       -
step-aside      s           s        s      s    s        -       -
incident        s           s        s      s    s        -       -
tell            -           s        s      -    -        -       -
not-tell        -           s        s      -    -        -       -
agree-not-tell  -           -        d      -    -        -       -
keep            -           d        d      d    d        -       -
remove          -           d        d      d    d        -       -
appeal          -           -        -      s    -        -       -
dismiss         -           -        -      -    d        -       -
change          -           -        -      -    d        -       -
uphold          -           -        -      -    d        -       -
hand-over       -           d        d      d    d        -       -
"""
MEANING = {
    "s": {Role.OFFICER, Role.MANAGER, Role.MONITORING},
    "d": {Role.MANAGER, Role.MONITORING},
    "-": set(),
}


def table() -> dict[tuple[str, str], set[Role]]:
    head, *lines = [line.split() for line in TABLE.strip().splitlines()]
    return {(cells[0], at): MEANING[cell] for cells in lines for at, cell in zip(head[1:], cells[1:], strict=True)}


def entries(make: MakeEntry, people: dict[str, User], incident: Incident) -> dict[str, RegisterEntry]:
    """One of each, about somebody else each."""
    plain = ["provisional", "in-force", "untold", "told", "appealed", "refused", "removed"]
    found = {}
    for at in plain:
        state = "in-force" if at in ("untold", "told", "appealed") else at
        entry = make(state, person=somebody(incident, label=f"Somebody {at}"))
        if at == "untold":
            entry = register.propose_not_to_tell(by=people["proposer"], entry=entry, reason="He would come.")
        if at in ("told", "appealed"):
            entry = register.tell_person(by=people["proposer"], entry=entry, told_on=timezone.localdate())
        if at == "appealed":
            about = {"received_on": timezone.localdate(), "grounds": "It was not me."}
            entry = register.lodge_appeal(by=people["proposer"], entry=entry, **about)
        found[at] = entry
    return found


def test_every_move_by_every_role_in_every_state(make: MakeEntry, people: dict[str, User], incident: Incident) -> None:
    found, wanted = entries(make, people, incident), table()
    who = {role: UserFactory(roles=[role]) for role in Role}
    assert {move for move, _ in wanted} == set(MOVES)
    got = {(move, at): {role for role, user in who.items() if may_make(user, found[at], move)} for move, at in wanted}
    assert {key: (wanted[key], roles) for key, roles in got.items() if roles != wanted[key]} == {}


def test_only_who_proposed_it_takes_it_back(make: MakeEntry, people: dict[str, User], incident: Incident) -> None:
    found = entries(make, people, incident)
    allowed = {at for at, entry in found.items() if may_make(people["proposer"], entry, "withdraw")}
    assert allowed == {"provisional"}
