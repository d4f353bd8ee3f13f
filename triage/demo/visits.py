"""Visits of the demonstration's councillor: one under way, one planned, and a buddy who has agreed."""

from datetime import datetime, timedelta
from typing import Any

from councilsafe.accounts.models import User
from riskassess.actions import buddies
from riskassess.actions.visits import Plan, plan_visit, start_visit

HOUR = timedelta(hours=1)
TOLD: dict[str, Any] = {
    "phone": "07700 900 461",
    "contact_name": "Sam, at home",
    "contact_phone": "07700 900 462",
    "if_not_heard": "Ring Sam first. I park at the end of the road and walk.",
    "call_phrase": "the boiler",
}


def watch(people: dict[str, User], now: datetime) -> None:
    by, other = people["councillor"], people["councillor2"]
    buddies.agree(by=other, buddy=buddies.ask_buddy(by=by, asked=other))
    half = now.replace(minute=30, second=0, microsecond=0)
    under_way = Plan(kind="home", place="12 Mill Lane", whom="A resident about a hedge", **between(half - HOUR), **TOLD)
    start_visit(by=by, visit=plan_visit(by=by, plan=under_way))
    planned = Plan(kind="surgery", place="Elm Hall, 1 Elm Road", **between(half + timedelta(days=2)), **TOLD)
    plan_visit(by=by, plan=planned)
    theirs = Plan(kind="canvass", place="Station Road, from the bridge", **between(half + timedelta(days=1)), **TOLD)
    plan_visit(by=other, plan=theirs)


def between(start: datetime) -> dict[str, Any]:
    return {"starts_at": start, "expected_end_at": start + 3 * HOUR}
