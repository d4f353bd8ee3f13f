"""The world of the table, made through the real actions, in a week in November."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import time_machine
from django.utils import timezone
from PIL import Image

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.actions import climb_due_alerts
from incidents import actions as incidents
from incidents.actions import people as persons
from incidents.evidence.uploads import take
from incidents.models import Evidence, Incident, Intake, PersonOfConcern
from tests.factories import COUNCIL, POLICE, CouncillorFactory, UserFactory, report
from triage import actions
from triage.actions.together import score_linked
from triage.models import Case, Pattern, PatternMember
from triage.process import Tier

MONDAY = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
ROLES = {
    "olive": Role.OFFICER,
    "oscar": Role.OFFICER,
    "alex": Role.OFFICER,
    "mary": Role.MANAGER,
    "max": Role.MANAGER,
    "mo": Role.MONITORING,
    "nia": Role.MONITORING,
    "safety": Role.SAFETY,
    "champion": Role.CHAMPION,
    "lead": Role.GROUP_LEAD,
    "police": Role.POLICE,
    "admin": Role.ADMIN,
}
OTHERS = {
    "grave": POLICE,
    "silent": POLICE,
    "about-alex": {**COUNCIL, "source": "officer"},
    "about-mary": {**COUNCIL, "source": "officer"},
    "about-nia": {**POLICE, "source": "officer"},
    "about-dan": {**COUNCIL, "source": "councillor"},
}
NAMES = [
    *("open", "grave", "withdrawn", "declared", "kept", "confided", "both", "silent", "about-alex", "about-mary"),
    *("about-nia", "about-dan", "behalf", "secret", "olives", "phoned", "merged", "nia-alone", "nobody", "cleared"),
]
REPORTERS = {"behalf": "dan", "secret": "dan", "olives": "olive"}


@dataclass(frozen=True)
class World:
    people: dict[str, User]
    cases: dict[str, Case]
    evidence: dict[str, Evidence]
    persons: dict[str, PersonOfConcern]

    def named(self, cases: Any) -> set[str]:
        """Of these cases, their names in the table."""
        names = {case.pk: name for name, case in self.cases.items()}
        return {names[case.pk] for case in cases}

    def marks(self, name: str) -> list[str]:
        """What nobody may read on any page who does not know of this case."""
        found = [self.cases[name].reference, mark(name), f"file-{name}", self.evidence[name].reference]
        return [*found, *([self.persons[name].reference] if name in self.persons else [])]


def mark(name: str) -> str:
    """A word of its description that stands nowhere else."""
    return f"xyl{name.replace('-', 'q')}ophone"


def make_world() -> World:
    with time_machine.travel(MONDAY, tick=False) as clock:
        people = make_people()
        cases = {name: make_case(name, people) for name in NAMES}
        world = World(people, cases, {}, {})
        for name, case in cases.items():
            world.evidence[name] = make_evidence(name, case)
            world.persons[name] = make_person(name, case, people["mo"])
        let_things_happen(world)
        for _ in range(12):
            clock.shift(timedelta(hours=3))
            climb_due_alerts()
            actions.ask_about_silence(now=timezone.now())
    return world


def make_people() -> dict[str, User]:
    councillors = {name: CouncillorFactory(name=name.capitalize()) for name in ("cora", "dan", "eve")}
    staff = {name: UserFactory(name=name.capitalize(), roles=[role]) for name, role in ROLES.items()}
    return councillors | staff


def make_case(name: str, people: dict[str, User]) -> Case:
    by = people[REPORTERS.get(name, "cora")]
    told: dict[str, Any] = {"description": f"It was {mark(name)}."}
    if name in ("behalf", "secret"):
        told |= {"councillor": people["cora"], "harmed_knows": name == "behalf"}
    return report(by, told, **OTHERS.get(name, COUNCIL))


def make_evidence(name: str, case: Case) -> Evidence:
    picture = BytesIO()
    Image.new("RGB", (2, 2)).save(picture, "PNG")
    file = take(f"file-{name}.png", picture.getvalue())
    incidents.receive(by=case.incident.reporter, files=[file], incident=case.incident)
    case.incident.evidence.update(state=Evidence.State.CLEAN)
    return case.incident.evidence.get()


def make_person(name: str, case: Case, by: User) -> PersonOfConcern:
    told = persons.Told(kind=PersonOfConcern.Kind.KNOWN, label=f"Somebody {mark(name)}", standing="possible")
    return persons.add_person(by=by, incident=case.incident, told=told)


def let_things_happen(world: World) -> None:
    people, incident = world.people, {name: case.incident for name, case in world.cases.items()}
    cora = people["cora"]
    incidents.withdraw(by=cora, incident=incident["withdrawn"], reason="It is settled")
    incidents.declare_conflict(by=people["olive"], incident=incident["declared"], reason="Her neighbour")
    for name in ("kept", "about-mary", "nia-alone", "nobody"):
        incidents.keep_confidential(by=cora, incident=incident[name])
    for name, whom in {"confided": "oscar", "both": "oscar", "silent": "alex"}.items():
        incidents.keep_confidential(by=cora, incident=incident[name], confidant=people[whom])
    incidents.let_monitoring_know(by=cora, incident=incident["both"])
    for name in ("alex", "nia", "dan"):
        by = people["mo"]
        incidents.name_complained_about(by=by, incident=incident[f"about-{name}"], user=people[name])
    incidents.name_complained_about(by=people["mo"], incident=incident["about-mary"], user=people["mary"])
    incidents.declare_conflict(by=people["mo"], incident=incident["nia-alone"], reason="A friend")
    for name in ("mo", "nia"):
        incidents.declare_conflict(by=people[name], incident=incident["nobody"], reason="A friend of ours")
    phoned(incident["phoned"], people["olive"])
    max_is_behind(world)
    max_is_not_behind(world)
    work_on(world)


def phoned(incident: Incident, by: User) -> None:
    incident.intake, incident.reporter = Intake.TELEPHONE, by
    incident.save(update_fields=["intake", "reporter"])


def max_is_behind(world: World) -> None:
    """He has an account; that he is the man behind it is found by merging."""
    mo = world.people["mo"]
    max_himself = PersonOfConcern.objects.create(kind="known", label="Max", user=world.people["max"])
    persons.merge(by=mo, person=world.persons["merged"], into=max_himself, reason="The same man")


def max_is_not_behind(world: World) -> None:
    """It was thought that he is, and it is another man."""
    about = {"by": world.people["mo"], "person": world.persons["cleared"], "kind": "known"}
    for user in (world.people["max"], None):
        persons.change_person(**about, label=f"Somebody {mark('cleared')}", user=user)


def belong_together(world: World) -> None:
    """All of them in one pattern that is offered, and in one that was confirmed, so that all of them are linked."""
    decided = {"state": "confirmed", "decided_by": world.people["mo"], "decided_at": MONDAY, "reason": "One hand"}
    for fields in ({}, decided):
        pattern = Pattern.objects.create(kind="series", why="They look alike.", **fields)
        members = (PatternMember(pattern=pattern, incident=case.incident) for case in world.cases.values())
        PatternMember.objects.bulk_create(members)
    score_linked(incidents=[case.incident_id for case in world.cases.values()])


def work_on(world: World) -> None:
    """So that there are conversations, notes, answers, and lower tiers that wait for a second officer."""
    for name, by in {"grave": "alex", "about-nia": "oscar"}.items():
        case = actions.acknowledge(by=world.people[by], case=world.cases[name])
        actions.propose_override(by=world.people[by], case=case, tier=Tier.COUNCIL, reason="Mistaken")
        incidents.send_message(by=world.people[by], incident=case.incident, body=f"About {mark(name)}")
        incidents.write_note(by=world.people[by], incident=case.incident, body=f"Note for the team: {mark(name)}")
