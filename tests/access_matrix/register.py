"""The register: an entry that is proposed, one in force, one of a case that is kept; and a look-up."""

from typing import Any

from councilsafe.access import Role
from incidents.actions.people import Told, add_person
from incidents.models import Incident, PersonOfConcern
from riskassess.actions import register
from riskassess.models import LookUp, RegisterEntry
from tests.factories import UserFactory
from triage.models import Case

ABOUT = {"conduct": "They hit somebody.", "advice": "not-alone"}


def of_register(people: dict[str, Any], cases: dict[str, Case]) -> dict[str, dict[str, Any]]:
    by, second = UserFactory(roles=[Role.MANAGER]), UserFactory(roles=[Role.MONITORING])
    incident, kept = cases["answered"].incident, cases["restricted"].incident
    proposed, in_force, of_kept = (
        register.propose(by=second, incident=one, person=behind(one), **ABOUT) for one in (incident, incident, kept)
    )
    register.consider(by=second, entry=in_force, text="Nothing is known.")
    register.decide(by=by, entry=in_force, approves=True, reason="It was meant.")
    asked = register.look_up(by=people["stranger"], name="Jo", purpose="A visit")
    entries: dict[str, RegisterEntry | LookUp] = {"entry": proposed, "entry-in-force": in_force, "kept-entry": of_kept}
    found = {name: {"reference": one.reference} for name, one in entries.items()}
    moves = {
        "entry-consider": found["entry"] | {"deed": "consider"},
        "entry-keep": found["entry-in-force"] | {"deed": "keep"},
        "entry-decide-ended": found["entry-in-force"] | {"deed": "decide"},
        "entry-nonsense": found["entry"] | {"deed": "nonsense"},
        "kept-entry-keep": found["kept-entry"] | {"deed": "consider"},
    }
    return found | moves | {"asked": {"reference": asked.reference}}


def behind(incident: Incident) -> PersonOfConcern:
    return add_person(by=None, incident=incident, told=Told(kind="partly", label="Jo", standing="confirmed"))
