"""A report is taken and routed in one transaction, whoever is there to have it."""

import pytest
from django.db import transaction

from councilsafe.access import Role
from councilsafe.duty.models import Alert
from councilsafe.notifications.models import OutboxMessage
from incidents.actions import send_message
from incidents.models import Incident
from riskassess.models import RiskReview
from tests.factories import COUNCIL, LOG, POLICE, CouncillorFactory, UserFactory, officer, report
from triage.models import Assessment, Case

pytestmark = pytest.mark.django_db


def test_everything_that_follows_from_a_report_stands_when_it_is_sent() -> None:
    duty, reporter = officer(), CouncillorFactory()
    case = report(reporter, **POLICE)
    assert case.owner == duty
    assert case.assessment.incident == case.incident
    assert Alert.objects.open().get(about_ref=case.reference).ladder == "police"
    assert OutboxMessage.objects.get(kind="alert").recipient == duty
    assert RiskReview.objects.open().get(profile__councillor=reporter)


def test_nothing_stands_when_the_report_is_rolled_back() -> None:
    officer()
    with transaction.atomic():
        report(CouncillorFactory(), **POLICE)
        transaction.set_rollback(True)
    left = [model for model in (Incident, Case, Assessment, Alert, OutboxMessage) if model._default_manager.exists()]
    assert left == []


def test_a_report_is_taken_while_nobody_is_there_to_have_it() -> None:
    case = report(CouncillorFactory(), **COUNCIL)
    assert case.owner is None
    assert case.owner_name == "Nobody yet"
    assert Alert.objects.open().filter(about_ref=case.reference).exists()
    send_message(by=case.incident.reporter, incident=case.incident, body="Is anybody there?")


def test_log_opens_no_risk_review() -> None:
    officer()
    report(CouncillorFactory(), **LOG)
    assert not RiskReview.objects.exists()


def test_conduct_between_members_is_told_to_the_monitoring_officer_once() -> None:
    officer()
    monitoring = UserFactory(roles=[Role.MONITORING])
    case = report(CouncillorFactory(), **COUNCIL | {"source": "councillor"})
    told = OutboxMessage.objects.filter(recipient=monitoring, about_ref=case.reference, kind="case.beside")
    assert told.count() == 1


def test_a_message_goes_to_the_other_side() -> None:
    duty, reporter = officer(), CouncillorFactory()
    incident = report(reporter, **COUNCIL).incident
    send_message(by=reporter, incident=incident, body="There was another one.")
    send_message(by=duty, incident=incident, body="Thank you. May I ring?")
    recipients = OutboxMessage.objects.filter(kind="message").order_by("id").values_list("recipient", flat=True)
    assert list(recipients) == [duty.pk, reporter.pk]
