from datetime import date

import pytest

from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from incidents import actions
from incidents.facts import FactError
from incidents.models import Draft, Incident
from tests.factories import report

INSULT = {"conduct": ["insult"], "channel": "email"}


def verbs(incident: Incident) -> list[str]:
    events = AuditEvent.objects.filter(object_type="incident", object_ref=incident.reference)
    return list(events.order_by("id").values_list("verb", flat=True))


def test_an_empty_draft_is_taken_up_again(councillor: User) -> None:
    draft = actions.start_draft(by=councillor)
    assert actions.start_draft(by=councillor) == draft
    actions.save_answers(by=councillor, draft=draft, step="danger", answers={"happening_now": ["no"]})
    assert actions.start_draft(by=councillor) != draft


def test_two_tabs_keep_each_their_answers(councillor: User) -> None:
    draft = actions.start_draft(by=councillor)
    one, other = Draft.objects.get(pk=draft.pk), Draft.objects.get(pk=draft.pk)
    actions.save_answers(by=councillor, draft=one, step="way", answers={"channel": ["email"]})
    actions.save_answers(by=councillor, draft=other, step="who", answers={"source": ["group"]})
    draft.refresh_from_db()
    assert draft.answers == {"way": {"channel": ["email"]}, "who": {"source": ["group"]}}


def test_nobody_writes_or_sends_the_draft_of_another(councillor: User, officer: User) -> None:
    draft = actions.start_draft(by=councillor)
    with pytest.raises(Draft.DoesNotExist):
        actions.save_answers(by=officer, draft=draft, step="way", answers={})
    with pytest.raises(Draft.DoesNotExist):
        actions.raise_alarm(by=officer, draft=draft)
    with pytest.raises(Draft.DoesNotExist):
        actions.submit_report(by=officer, draft=draft, facts={}, told={})


def test_a_report_is_submitted_once(councillor: User) -> None:
    draft = actions.start_draft(by=councillor)
    told = {"description": "Lump", "happened_on": date(2026, 11, 20)}
    incident = actions.submit_report(by=councillor, draft=draft, facts=INSULT, told=told)
    again = actions.submit_report(by=councillor, draft=draft, facts={"channel": "phone"}, told={})
    assert again == incident
    incident.refresh_from_db()
    assert (incident.facts, incident.description, incident.happened_on) == (INSULT, "Lump", date(2026, 11, 20))
    assert verbs(incident)[0] == "reported"


def test_facts_outside_the_vocabulary_submit_nothing(councillor: User) -> None:
    draft = actions.start_draft(by=councillor)
    with pytest.raises(FactError):
        actions.submit_report(by=councillor, draft=draft, facts={"channel": "pigeon"}, told={})
    draft.refresh_from_db()
    assert draft.submitted_at is None


def test_an_alarm_is_an_incident_at_once_and_is_finished_later(councillor: User) -> None:
    councillor.phone = "01632 960001"
    draft = actions.start_draft(by=councillor)
    incident = actions.raise_alarm(by=councillor, draft=draft)
    assert (incident.happening_now, incident.finished, incident.phone) == (True, False, "01632 960001")
    assert actions.raise_alarm(by=councillor, draft=draft) == incident
    actions.say_where(by=councillor, incident=incident, whereabouts="The library", phone="01632 960002")
    finished = actions.submit_report(by=councillor, draft=draft, facts=INSULT, told={"description": "Lump"})
    assert finished == incident
    assert (finished.finished, finished.whereabouts, finished.phone) == (True, "The library", "01632 960002")
    assert [verb for verb in verbs(incident) if verb in ("alarm raised", "whereabouts given", "report finished")] == [
        "alarm raised",
        "whereabouts given",
        "report finished",
    ]


def test_completing_facts_writes_and_tells_only_what_differs(councillor: User, officer: User) -> None:
    incident = report(councillor, **INSULT).incident
    actions.complete_facts(
        by=officer, incident=incident, facts={"channel": "email", "impact": "annoyed"}, reason="Rang"
    )
    event = AuditEvent.objects.get(object_ref=incident.reference, verb="facts completed")
    assert (event.detail, event.reason, event.actor) == ("impact", "Rang", officer.reference)
    actions.complete_facts(by=officer, incident=incident, facts={"impact": "annoyed"})
    actions.complete_facts(by=officer, incident=incident, facts={"impact": None})
    incident.refresh_from_db()
    assert incident.facts == INSULT
    assert AuditEvent.objects.filter(object_ref=incident.reference, verb="facts completed").count() == 2


def test_messages_know_which_way_they_go(councillor: User, officer: User) -> None:
    incident = report(councillor, **INSULT).incident
    ours = actions.send_message(by=officer, incident=incident, body="May I ring you?")
    theirs = actions.send_message(by=councillor, incident=incident, body="Please do.")
    assert (ours.from_team, theirs.from_team) == (True, False)


def test_an_opening_is_recorded(councillor: User, officer: User) -> None:
    incident = report(councillor, **INSULT).incident
    actions.record_opening(by=officer, incident=incident)
    assert verbs(incident)[-1] == "opened"
