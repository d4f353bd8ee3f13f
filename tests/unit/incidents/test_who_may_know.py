"""Who may read a report and whom it may be shared with, as its reporter says before it is sent."""

from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.notifications.models import OutboxMessage
from incidents.models import Draft, Incident
from tests.factories import UserFactory
from tests.unit.incidents.answers import SHORT, drafted
from tests.unit.incidents.report_pages import MakeDraft, check, page


def test_the_check_shows_who_may_know_and_how_to_change_it(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft(SHORT)
    response = reader.get(check(draft))
    assertContains(response, f"{page(draft, 'readers')}?change=1")
    assertContains(response, "The officers who deal with reports")
    assertContains(response, f"{page(draft, 'sharing')}?change=1")


def test_a_report_can_be_kept_for_one_officer(reader: Client, make_draft: MakeDraft, officer: User) -> None:
    draft, changing = make_draft(SHORT), "?change=1"
    response = reader.post(page(draft, "readers") + changing, {"readers": "named"})
    assertRedirects(response, page(draft, "officer") + changing)
    other = UserFactory(roles=[Role.OFFICER])
    assertRedirects(reader.post(page(draft, "officer") + changing, {"officer": other.reference}), check(draft))
    reader.post(check(draft))
    incident = Incident.objects.get()
    assert (incident.restricted, incident.confidant, incident.case.owner) == (True, other, other)
    assert not Incident.objects.visible_to(officer).exists()
    assert not OutboxMessage.objects.filter(recipient=officer).exists()


def test_an_officer_cannot_be_the_only_reader_of_their_own_report(client: Client, officer: User) -> None:
    client.force_login(officer)
    answers = SHORT | {"readers": {"readers": "named"}, "officer": {"officer": officer.reference}}
    draft = Draft.objects.create(reporter=officer, answers=drafted(answers))
    response = client.post(check(draft), follow=True)
    assertContains(response, "cannot deal with this report. Name somebody else.")
    assert not Incident.objects.exists()


def test_a_report_can_be_kept_for_the_monitoring_officer(reader: Client, make_draft: MakeDraft, officer: User) -> None:
    monitoring = UserFactory(roles=[Role.MONITORING])
    draft = make_draft(SHORT | {"readers": {"readers": "monitoring"}})
    reader.post(check(draft))
    incident = Incident.objects.get()
    assert (incident.restricted, incident.confidant, incident.case.owner) == (True, None, monitoring)
    assert not Incident.objects.visible_to(officer).exists()


def test_what_is_agreed_to_share_is_kept_with_the_report(reader: Client, make_draft: MakeDraft) -> None:
    reader.post(check(make_draft(SHORT | {"sharing": {"sharing": ["police"]}})))
    given = dict(Incident.objects.get().consents.values_list("purpose", "given"))
    assert given == {"group": False, "champion": False, "police": True}


def test_who_was_not_asked_has_not_answered(reader: Client, make_draft: MakeDraft) -> None:
    reader.post(check(make_draft(SHORT)))
    assert not Incident.objects.get().consents.exists()
