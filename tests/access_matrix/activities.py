"""Two assessments of the reporter's: one that nobody else knows of, and one that they asked for help with."""

from typing import Any

from riskassess.actions import activities
from triage.models import Case


def of_activities(people: dict[str, Any], cases: dict[str, Case]) -> dict[str, dict[str, Any]]:
    about = {"by": people["reporter"], "kind": "surgery", "what": "Fridays in the library"}
    draft, asked = activities.begin(**about), activities.begin(**about)
    activities.ask_help(by=people["reporter"], activity=asked, asked_for="Is that enough?")
    found: dict[str, dict[str, Any]] = {"activity-template": {"key": "surgery-1"}}
    for name, activity in (("draft", draft), ("asked", asked)):
        found[f"{name}-activity"] = {"reference": activity.reference}
        hazard = activity.hazards.earliest("id")
        found[f"{name}-hazard"] = {"reference": activity.reference, "hazard": hazard.reference}
    return found
