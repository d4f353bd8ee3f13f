"""What is coming: a draft with a briefing that has not gone, and one that the reporter was told of."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from councilsafe.access import Role
from riskassess.actions import briefings, tensions
from tests.factories import UserFactory
from triage.models import Case


def of_tensions(people: dict[str, Any], cases: dict[str, Case]) -> dict[str, dict[str, Any]]:
    by, first = UserFactory(roles=[Role.OFFICER]), timezone.localdate() + timedelta(days=10)
    about = {"coming": "A vote.", "starts_on": first, "ends_on": first, "members": [people["reporter"]]}
    draft, told = (tensions.add_tension(by=by, title="The vote", **about) for _ in range(2))
    unsent = briefings.write_briefing(by=by, tension=draft, text="Take care.")
    sent = tensions.send_briefing(by=by, briefing=briefings.write_briefing(by=by, tension=told, text="Take care."))
    named = {"draft-tension": draft, "tension": told, "unsent-briefing": unsent, "briefing": sent}
    found = {name: {"reference": one.reference} for name, one in named.items()}
    counted = {"tension-incident": {"reference": told.reference, "incident": cases["new"].incident.reference}}
    return found | counted | {f"missing-{what}": {"what": what} for what in ("band", "briefings", "nothing")}
