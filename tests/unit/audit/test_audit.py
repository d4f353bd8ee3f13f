"""What was done and seen is written once. Not even SQL changes it."""

import pytest
from django.db import DatabaseError, connection, transaction

from councilsafe.audit.actions import SYSTEM, record
from councilsafe.audit.models import AuditEvent
from tests.factories import CouncillorFactory, IncidentFactory

pytestmark = pytest.mark.django_db


def test_an_event_names_actor_verb_object_and_reason_and_holds_no_name() -> None:
    person, incident = CouncillorFactory(name="Ada Lovelock"), IncidentFactory()
    event = record(by=person, verb="closed", on=incident, reason="Over", detail="log")
    assert (event.actor, event.object_type, event.object_ref) == (person.reference, "incident", incident.reference)
    assert "Ada" not in str(AuditEvent.objects.values().get())


def test_what_nobody_did_was_done_by_the_system() -> None:
    assert record(by=None, verb="assessed", on=IncidentFactory()).actor == SYSTEM


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET verb = 'nothing'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent",
    ],
)
def test_the_database_refuses_to_change_the_past(statement: str) -> None:
    record(by=None, verb="assessed", on=IncidentFactory())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.get().verb == "assessed"


def test_an_event_outlives_what_it_is_about() -> None:
    incident = IncidentFactory()
    record(by=None, verb="disposed", on=incident)
    incident.delete()
    assert AuditEvent.objects.get().object_ref == incident.reference
