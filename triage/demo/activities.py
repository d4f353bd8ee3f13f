"""What councillors of the demonstration plan: one assessed, one that waits for advice, one that an officer begins."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from councilsafe.accounts.models import User
from councilsafe.notifications.models import OutboxMessage
from riskassess.actions import activities, activity_templates
from riskassess.models import Activity
from triage.demo.clock import at, waking_nobody

RATED = {"likelihood": 3, "severity": 3, "likelihood_after": 2, "severity_after": 2, "reason": ""}
GATE = {
    "kind": "surgery",
    "title": "The caretaker has gone home before you",
    "who": "You and whoever waits",
    "controls": "Ask until when the caretaker stays, and end a quarter of an hour before. Leave together.",
}


def plan(people: dict[str, User], now: datetime) -> None:
    """Nobody is sent anything of it: it had happened before the demonstration began."""
    councillor, other, safety = people["councillor"], people["councillor2"], people["safety"]
    with waking_nobody():
        with at(now - timedelta(days=41)):
            activity_templates.add_template(by=safety, **GATE)
        with at(now - timedelta(days=40)):
            agreed(councillor, safety)
        with at(now - timedelta(days=1)):
            asked(other)
        with at(now - timedelta(hours=3)):
            begun(people["officer"], councillor)
    OutboxMessage.objects.filter(sent_at=None).update(sent_at=F("created_at"))


def agreed(by: User, helper: User) -> None:
    activity = activities.begin(by=by, kind="surgery", what="Surgery on the first Friday, in the library")
    say(by, activity, threatened=False)
    activities.ask_help(by=by, activity=activity, asked_for="The side door does not close by itself.")
    activities.take(by=helper, activity=activity)
    advice = "Good. Ask the caretaker to lock the side door at six, and sit by the front one."
    activities.advise(by=helper, activity=activity, advice=advice)
    activities.finish(by=by, activity=activity)


def asked(by: User) -> None:
    activity = activities.begin(by=by, kind="stall", what="Stall in the market square, about the crossing")
    say(by, activity, threatened=True)
    activities.ask_help(by=by, activity=activity, asked_for="Somebody wrote that they would tip it over.")


def begun(by: User, councillor: User) -> None:
    about: dict[str, Any] = {"kind": "home-visit", "what": "Visit to a resident about the boundary wall"}
    activities.begin_for(by=by, councillor=councillor, **about)


def say(by: User, activity: Activity, *, threatened: bool) -> None:
    hazards = list(activity.hazards.all())
    applying = [one.reference for one in hazards]
    activities.save_hazards(by=by, activity=activity, applying=applying, another="", threatened=threatened)
    activities.save_others(by=by, activity=activity, others="My helper, and residents who wait.")
    for hazard in hazards:
        activities.save_rating(by=by, hazard=hazard, who=hazard.who, controls=hazard.controls, **RATED)
