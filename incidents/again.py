"""It happened again: what is known from the report before, as answers to the pages of the next one."""

from datetime import date

from django.utils import timezone

from councilsafe.accounts.models import User
from incidents.forms.base import Posted
from incidents.forms.harmed import KNOWS, NOT_LISTED
from incidents.models import Harmed, Incident

LONGEST_IN_DAYS = 999


def carried(incident: Incident, by: User, today: date) -> dict[str, Posted]:
    """From the facts and not from the answers of then, because officers may have learned more. Unknown is left out."""
    facts = {
        "way": {"channel": incident.channel},
        "place": {"place": incident.place},
        "asked": {"asked_to_stop": incident.asked_to_stop},
        "who": {"source": incident.source},
        "before": {"repeat": "before"},
    }
    known = {key: {name: [value] for name, value in fields.items() if value} for key, fields in facts.items()}
    whom = carried_whom(incident) if by.pk != incident.councillor_id else {}
    answers = {**whom, **known, "times": carried_times(incident, today)}
    return {"again": {}} | {key: fields for key, fields in answers.items() if fields}


def carried_times(incident: Incident, today: date) -> Posted:
    """One more than the last time, over the days that went on until today."""
    last = incident.happened_on or timezone.localdate(incident.reported_at)
    days = (incident.period_days or 0) + max((today - last).days, 0)
    times = {"occasions": [str((incident.occasions or 1) + 1)]}
    if not days:
        return times
    length, unit = (days, "days") if days <= LONGEST_IN_DAYS else (days // 7, "weeks")
    return times | {"length": [str(length)], "unit": [unit]}


def carried_whom(incident: Incident) -> dict[str, Posted]:
    has_account = incident.councillor is not None
    answers = {"whom": {"harmed_as": [incident.harmed_as]}, "knows": {"knows": [carried_knows(incident)]}}
    if incident.harmed_as == Harmed.COUNCILLOR:
        answers["person"] = {"person": [incident.councillor.reference if incident.councillor else NOT_LISTED]}
    if not has_account:
        answers["name"] = {"harmed_name": [incident.harmed_name]}
    return answers


def carried_knows(incident: Incident) -> str:
    said = (bool(incident.harmed_knows), incident.harmed_agrees)
    return next((value for value, meaning in KNOWS.items() if meaning == said), "no")
