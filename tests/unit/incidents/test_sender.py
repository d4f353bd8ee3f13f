"""Whom a message names as its sender is offered to officers as possible, to nobody else, and never breaks a step."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from councilsafe.accounts.models import User
from incidents.actions import receive
from incidents.actions.evidence import check_evidence
from incidents.actions.people import Told, add_person, set_standing
from incidents.actions.sender import READ, read_sender, read_waiting, usable
from incidents.evidence.store import store
from incidents.evidence.uploads import take
from incidents.models import Draft, Evidence, Incident, Involvement, PersonOfConcern
from incidents.people.normalise import Given
from tests.corpus.messages import MESSAGES
from tests.factories import LOG, report
from tests.unit.incidents.answers import SHORT, Sent

PLAIN = MESSAGES["plain"].content


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.EVIDENCE_DIR = tmp_path / "evidence"


@pytest.fixture
def incident(councillor: User) -> Incident:
    return report(councillor, **LOG).incident


def added(by: User, content: bytes = PLAIN, **to: Any) -> Evidence:
    """Sent, checked, and read by the worker that was woken for it."""
    [evidence] = receive(by=by, files=[take("a.eml", content)], **to)
    check_evidence(evidence_id=evidence.pk)
    read_sender(evidence_id=evidence.pk)
    return evidence


def test_the_sender_is_possible_and_nobody_said_so(councillor: User, incident: Incident) -> None:
    evidence = added(councillor, incident=incident)
    said = incident.involvements.get()
    assert (said.standing, said.person.label, said.decided_by) == ("possible", "Robin", None)
    assert said.why == f"Named as the sender of {evidence.reference}"
    assert set(said.person.identifiers.values_list("value", flat=True)) == {"robin@example.org", "Robin"}
    assert evidence.custody.filter(verb=READ).count() == 1


def test_officers_see_who_it_may_be_and_why_and_confirm_it(
    client: Client, councillor: User, officer: User, incident: Incident
) -> None:
    before = report(councillor, **LOG).incident
    told = Told(kind="known", label="Robin Vetch", standing="confirmed", known_by=[Given("email", "Robin@example.org")])
    known = add_person(by=officer, incident=before, told=told)
    evidence = added(councillor, incident=incident)
    client.force_login(officer)
    page = client.get(reverse("case", args=[incident.reference]))
    assertContains(page, "Robin Vetch")
    assertContains(page, f"The same email address as in {before.reference}")
    assertContains(page, f"Named as the sender of {evidence.reference}")
    assertContains(page, "CouncilSafe, ")
    client.post(reverse("person-decide", args=[known.reference, incident.reference]), {"standing": "confirmed"})
    assert PersonOfConcern.objects.get(label="Robin").merged_into == known


def test_it_changes_no_fact_and_the_reporter_sees_nothing_of_it(
    reader: Client, councillor: User, incident: Incident
) -> None:
    facts, words = incident.facts, incident.description
    added(councillor, incident=incident)
    incident.refresh_from_db()
    assert (incident.facts, incident.description) == (facts, words)
    assertNotContains(reader.get(reverse("my-report", args=[incident.reference])), "Robin")


def test_a_draft_names_nobody_until_it_is_sent(
    reader: Client, councillor: User, make_draft: Callable[[Sent], Draft]
) -> None:
    draft = make_draft(SHORT)
    evidence = added(councillor, draft=draft)
    assert not PersonOfConcern.objects.exists()
    reader.post(reverse("report-check", args=[draft.pk]))
    assert read_sender(evidence_id=evidence.pk)
    assert Incident.objects.get().involvements.get().person.label == "Robin"


def test_a_worker_that_was_not_woken_is_not_needed(councillor: User, incident: Incident) -> None:
    [evidence] = receive(by=councillor, files=[take("a.eml", PLAIN)], incident=incident)
    assert read_waiting() == 0  # it is being checked
    check_evidence(evidence_id=evidence.pk)
    assert read_waiting(now=timezone.now() + timedelta(days=3)) == 0
    assert [read_waiting(), read_waiting()] == [1, 0]
    assert incident.involvements.count() == 1


def test_reading_it_again_names_nobody_anew(councillor: User, incident: Incident) -> None:
    evidence = added(councillor, incident=incident)
    assert not read_sender(evidence_id=evidence.pk)
    added(councillor, PLAIN + b"\r\nAnd another thing.", incident=incident)
    assert incident.involvements.count() == 1


def test_who_was_ruled_out_is_not_named_again(councillor: User, officer: User, incident: Incident) -> None:
    added(councillor, incident=incident)
    person = PersonOfConcern.objects.get()
    set_standing(by=officer, incident=incident, person=person, standing=Involvement.Standing.REFUSED)
    added(councillor, PLAIN + b"\r\nAnd another thing.", incident=incident)
    assert incident.involvements.get().standing == "refused"


@pytest.mark.parametrize("whose", ["the reporter", "an officer who adds it"])
def test_nobody_is_named_for_their_own_message(councillor: User, officer: User, incident: Incident, whose: str) -> None:
    sender, by = (councillor, officer) if whose == "the reporter" else (officer, officer)
    added(by, PLAIN.replace(b"robin@example.org", sender.email.upper().encode()), incident=incident)
    assert not incident.involvements.exists()


def test_what_may_do_harm_is_not_read(councillor: User, incident: Incident) -> None:
    [evidence] = receive(by=councillor, files=[take("a.eml", PLAIN)], incident=incident)
    Evidence.objects.update(state=Evidence.State.INFECTED)
    assert not read_sender(evidence_id=evidence.pk)


def test_what_cannot_be_opened_waits(councillor: User, incident: Incident, caplog: pytest.LogCaptureFixture) -> None:
    [evidence] = receive(by=councillor, files=[take("a.eml", PLAIN)], incident=incident)
    Evidence.objects.update(state=Evidence.State.CLEAN)
    store.delete(evidence.key)
    assert not read_sender(evidence_id=evidence.pk)
    assert evidence.reference in caplog.text
    assert not evidence.custody.filter(verb=READ).exists()


@pytest.mark.parametrize("name", MESSAGES)
def test_no_message_breaks_it(councillor: User, incident: Incident, name: str) -> None:
    [evidence] = receive(by=councillor, files=[take("a.eml", PLAIN)], incident=incident)
    Evidence.objects.update(state=Evidence.State.CLEAN, key=store.put(MESSAGES[name].content))
    assert read_sender(evidence_id=evidence.pk)


def test_what_is_too_long_to_be_kept_is_left_out() -> None:
    letters = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}"  # eighteen in one
    told = [("email", f"{'a' * 310}@example.org"), ("name", letters * 100), ("name", "!?")]
    assert usable([*told, ("name", "Robin")]) == [Given("name", "Robin")]
