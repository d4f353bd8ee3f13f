"""Visits: one planned and one under way of the reporter's, and buddies who are in no column."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from riskassess.actions import buddies
from riskassess.actions.diary import renew_feed
from riskassess.actions.visits import Plan, plan_visit
from tests.factories import CouncillorFactory
from triage.models import Case

TOLD = {"kind": "home", "phone": "07700 900 111", "if_not_heard": "Ring 999.", "call_phrase": "the boiler"}
HOUR = timedelta(hours=1)


def of_visits(people: dict[str, Any], cases: dict[str, Case]) -> dict[str, dict[str, Any]]:
    by, now = people["reporter"], timezone.now()
    planned, running = (
        plan_visit(by=by, plan=Plan(place="1 Elm Road", starts_at=start, expected_end_at=start + 2 * HOUR, **TOLD))
        for start in (now + HOUR, now - HOUR)
    )
    pair = buddies.ask_buddy(by=CouncillorFactory(), asked=by)
    return {
        "planned-visit": {"reference": planned.reference},
        "visit": {"reference": running.reference},
        "buddy": {"reference": pair.reference},
        "feed": {"key": renew_feed(by=by, with_places=False)},
        "no-feed": {"key": "x" * 43},
    }
