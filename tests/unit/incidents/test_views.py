from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.models import Alert
from councilsafe.notifications.models import OutboxMessage
from incidents.actions import raise_alarm, save_answers
from incidents.models import Draft, Incident
from incidents.steps import STEPS
from tests.factories import CouncillorFactory, UserFactory
from tests.unit.incidents.answers import LOITERING, SHORT, Sent
from tests.unit.incidents.report_pages import MakeDraft, check, page

PAGES = ("report-resume", "report-danger-now", "report-check")


def test_starting_makes_a_draft_and_asks_about_danger_first(reader: Client) -> None:
    response = reader.post(reverse("report-start"))
    assertRedirects(response, page(Draft.objects.get(), "danger"))


def test_starting_twice_leaves_one_draft(reader: Client) -> None:
    reader.post(reverse("report-start"))
    reader.post(reverse("report-start"))
    assert Draft.objects.count() == 1


def test_the_start_page_offers_what_is_unfinished_and_nothing_else(reader: Client, make_draft: MakeDraft) -> None:
    sent, begun = make_draft(SHORT), make_draft({"danger": SHORT["danger"]})
    reader.post(check(sent))
    reader.post(reverse("report-start"))
    response = reader.get(reverse("report-start"))
    assert list(response.context["drafts"]) == [begun]
    assertContains(response, reverse("report-resume", args=[begun.pk]))


def test_a_draft_is_taken_up_where_it_was_left(reader: Client, make_draft: MakeDraft) -> None:
    begun, whole = make_draft({"danger": SHORT["danger"]}), make_draft(SHORT)
    assertRedirects(reader.get(reverse("report-resume", args=[begun.pk])), page(begun, "kind"))
    assertRedirects(reader.get(reverse("report-resume", args=[whole.pk])), check(whole))


def test_an_answer_is_saved_and_leads_to_the_next_question(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft({})
    assertRedirects(reader.post(page(draft, "danger"), SHORT["danger"]), page(draft, "kind"))
    draft.refresh_from_db()
    assert draft.answers == {"danger": {"happening_now": ["no"]}}


def test_a_question_shows_what_was_answered_before(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft(SHORT)
    assertContains(reader.get(page(draft, "words")), "He called me a useless lump in front of the shop.")
    assertContains(reader.get(page(draft, "way")), 'value="email" checked')


def test_a_wrong_answer_is_shown_at_its_field_with_what_was_typed(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft(SHORT)
    typed = {
        "description": "A long story",
        "happened_on-day": "31",
        "happened_on-month": "2",
        "happened_on-year": "2026",
    }
    response = reader.post(page(draft, "words"), typed)
    assertContains(response, "Error: ")
    assertContains(response, "The date must be a real date", count=2)
    assertContains(response, "A long story")
    draft.refresh_from_db()
    assert draft.answers["words"] == {"description": ["He called me a useless lump in front of the shop."]}


@pytest.mark.parametrize("key", [step.key for step in STEPS])
def test_every_page_that_applies_can_be_read_and_one_that_does_not_leads_back(
    reader: Client, make_draft: MakeDraft, key: str
) -> None:
    draft = make_draft(LOITERING)
    response = reader.get(page(draft, key))
    if key in (*LOITERING, "readers", "sharing"):
        assertContains(response, 'href="tel:999"')
        assertContains(response, "Exit this page")
        assertContains(response, "<h1", count=1)
    else:
        assertRedirects(response, reverse("report-resume", args=[draft.pk]), fetch_redirect_response=False)


def test_the_back_link_leads_one_page_back(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft(LOITERING)
    assertContains(reader.get(page(draft, "danger")), f'href="{reverse("report-start")}">Back')
    assertContains(reader.get(page(draft, "before")), f'href="{page(draft, "near")}">Back')
    assertContains(reader.get(page(draft, "before") + "?change=1"), f'href="{check(draft)}">Back')


def test_titles_tell_nothing_of_what_happened(reader: Client, make_draft: MakeDraft) -> None:
    response = reader.get(page(make_draft(LOITERING), "near"))
    assertContains(response, "<title>Report an incident: question 6 – CouncilSafe</title>")


def test_a_page_costs_the_same_few_queries_however_much_is_answered(
    reader: Client, make_draft: MakeDraft, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    draft = make_draft(LOITERING)
    for url, files in ((page(draft, "words"), 0), (check(draft), 1)):
        with django_assert_max_num_queries(3 + files):  # session, reader, draft
            reader.get(url)


# Danger ------------------------------------------------------------------------------------------------------------


def test_danger_raises_the_alarm_in_the_same_step(reader: Client, make_draft: MakeDraft, officer: User) -> None:
    draft = make_draft({})
    response = reader.post(page(draft, "danger"), {"happening_now": "yes"})
    assertRedirects(response, reverse("report-danger-now", args=[draft.pk]))
    incident = Incident.objects.get()
    assert (incident.finished, incident.case.tier_key, incident.case.owner) == (False, "emergency", officer)
    assert Alert.objects.filter(about_ref=incident.reference, answered_at=None).count() == 1


def test_saying_danger_twice_raises_one_alarm(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft({})
    for _ in range(2):
        reader.post(page(draft, "danger"), {"happening_now": "yes"})
    assert Incident.objects.count() == 1


def test_after_the_alarm_one_can_say_where_one_is(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft({})
    reader.post(page(draft, "danger"), {"happening_now": "yes"})
    here = reverse("report-danger-now", args=[draft.pk])
    assertRedirects(reader.post(here, {"whereabouts": "The library", "phone": ""}), here, fetch_redirect_response=False)
    assert Incident.objects.get().whereabouts == "The library"
    response = reader.get(here)
    assertContains(response, "The officer on duty can see this now.")
    assertContains(response, "The library")
    assertContains(response, "press 55")


def test_a_place_that_is_too_long_is_kept_and_shown(reader: Client, make_draft: MakeDraft, councillor: User) -> None:
    draft = make_draft({})
    raise_alarm(by=councillor, draft=draft)
    response = reader.post(reverse("report-danger-now", args=[draft.pk]), {"whereabouts": "x" * 201})
    assertContains(response, "Where you are must be 200 characters or fewer")
    assertContains(response, "x" * 201)


def test_without_an_alarm_there_is_no_page_that_says_so(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft({})
    assertRedirects(reader.get(reverse("report-danger-now", args=[draft.pk])), page(draft, "danger"))


def test_the_report_can_be_finished_after_the_alarm(reader: Client, make_draft: MakeDraft, councillor: User) -> None:
    draft = make_draft(SHORT | {"danger": {"happening_now": "yes"}})
    incident = raise_alarm(by=councillor, draft=draft)
    assertRedirects(reader.post(check(draft)), reverse("report-sent", args=[incident.reference]))
    incident.refresh_from_db()
    assert (incident.finished, incident.happening_now, incident.channel) == (True, True, "email")
    assert Incident.objects.count() == 1


# Checking and sending ----------------------------------------------------------------------------------------------


def test_the_check_shows_every_answer_with_a_link_to_change_it(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft(LOITERING)
    response = reader.get(check(draft))
    for step in LOITERING:
        assertContains(response, f"{page(draft, step)}?change=1")
    assertContains(response, "A man has sat outside my house")


def test_a_change_leads_back_to_the_check(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft(SHORT)
    assertRedirects(reader.post(page(draft, "way") + "?change=1", {"channel": "phone"}), check(draft))


def test_a_change_that_brings_new_questions_asks_them_first(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft(SHORT)
    changing = "?change=1"
    response = reader.post(page(draft, "kind") + changing, {"to_people_or_things": ["property_damage"]})
    assertRedirects(response, page(draft, "place") + changing)
    response = reader.post(page(draft, "place") + changing, {"place": "workplace"})
    assertRedirects(response, page(draft, "things") + changing)
    assertContains(reader.get(page(draft, "things") + changing), f'href="{page(draft, "place")}">Back')
    response = reader.post(page(draft, "things") + changing, {"property_damage": "minor"})
    assertRedirects(response, page(draft, "aim") + changing)
    response = reader.post(page(draft, "aim") + changing, {"targets": ["councillor"]})
    assertRedirects(response, page(draft, "more") + changing)
    assertRedirects(reader.post(page(draft, "more") + changing), check(draft))


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unfinished_report_leads_to_the_first_open_question(
    reader: Client, make_draft: MakeDraft, method: str
) -> None:
    draft = make_draft({key: SHORT[key] for key in ("danger", "kind", "who")})
    response = getattr(reader, method)(check(draft), follow=True)
    assertRedirects(response, page(draft, "words"))
    assertContains(response, "when you have answered this question")
    assert not Incident.objects.exists()


def test_sending_makes_the_incident_and_shows_its_confirmation(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft(LOITERING)
    response = reader.post(check(draft))
    incident = Incident.objects.get()
    assertRedirects(response, reverse("report-sent", args=[incident.reference]))
    assert incident.case.tier_key == "police"
    assert incident.description == LOITERING["words"]["description"]
    assert (incident.occasions, incident.period_days, incident.surveillance) == (4, 12, True)


def test_sending_twice_or_going_back_makes_one_incident(
    reader: Client, make_draft: MakeDraft, councillor: User
) -> None:
    draft = make_draft(SHORT)
    sent = [reader.post(check(draft)).url for _ in range(2)]
    assert sent[0] == sent[1]
    for url in (page(draft, "way"), check(draft), *(reverse(name, args=[draft.pk]) for name in PAGES)):
        assertRedirects(reader.get(url), sent[0])
    assertRedirects(reader.post(page(draft, "way"), {"channel": "phone"}), sent[0])
    draft = save_answers(by=councillor, draft=draft, step="way", answers={"channel": ["phone"]})
    assert draft.answers["way"] == {"channel": ["email"]}
    assert Incident.objects.get().channel == "email"


# For somebody else --------------------------------------------------------------------------------------------------


def begin_for_somebody_else(reader: Client) -> Draft:
    reader.post(reverse("report-start"), {"for_somebody_else": "yes"})
    return Draft.objects.get()


def answer(reader: Client, draft: Draft, sent: Sent) -> None:
    for key, answers in sent.items():
        assert reader.post(page(draft, key), answers).status_code == 302


def test_starting_for_somebody_else_twice_leaves_one_draft(reader: Client) -> None:
    begin_for_somebody_else(reader)
    draft = begin_for_somebody_else(reader)
    assertRedirects(reader.post(page(draft, "danger"), SHORT["danger"]), page(draft, "whom"))
    response = reader.get(page(draft, "whom"))
    assertContains(response, "You are reporting for somebody else")
    assertNotContains(response, "Error: ")


def test_a_councillor_who_knows_of_it_sees_what_was_reported_for_them(reader: Client, councillor: User) -> None:
    harmed, draft = CouncillorFactory(name="Cara Councillor"), begin_for_somebody_else(reader)
    whom = {"whom": {"harmed_as": "councillor"}, "person": {"person": harmed.reference}, "knows": {"knows": "agrees"}}
    answer(reader, draft, SHORT | whom)
    assertContains(reader.get(check(draft)), "Cara Councillor (Millbrook)")
    reader.post(check(draft))
    incident = Incident.objects.get()
    assert (incident.reporter, incident.councillor, incident.harmed) == (councillor, harmed, "Cara Councillor")
    assert set(Incident.objects.own(harmed)) == set(Incident.objects.own(councillor)) == {incident}
    assert OutboxMessage.objects.get(kind="report.for_you").recipient == harmed


def test_a_councillor_who_does_not_know_of_it_is_not_told(reader: Client) -> None:
    harmed, draft = CouncillorFactory(), begin_for_somebody_else(reader)
    whom = {"whom": {"harmed_as": "councillor"}, "person": {"person": harmed.reference}, "knows": {"knows": "no"}}
    answer(reader, draft, SHORT | whom)
    reader.post(check(draft))
    assert not Incident.objects.own(harmed).exists()
    assert not OutboxMessage.objects.filter(recipient=harmed).exists()


def test_somebody_without_an_account_is_named(reader: Client) -> None:
    draft = begin_for_somebody_else(reader)
    listed = {"whom": {"harmed_as": "councillor"}, "person": {"person": "not-listed"}}
    answer(reader, draft, SHORT | listed | {"name": {"harmed_name": "Carol Candidate"}, "knows": {"knows": "knows"}})
    reader.post(check(draft))
    incident = Incident.objects.get()
    assert (incident.councillor, incident.harmed, incident.harmed_agrees) == (None, "Carol Candidate", None)


def test_danger_to_somebody_else_raises_the_alarm_before_they_are_named(reader: Client) -> None:
    draft = begin_for_somebody_else(reader)
    reader.post(page(draft, "danger"), {"happening_now": "yes"})
    incident = Incident.objects.get()
    assert (incident.councillor, incident.harmed) == (None, "Somebody who is not named yet")
    here = reverse("report-danger-now", args=[draft.pk])
    reader.post(here, {"harmed_name": "Cara Councillor", "whereabouts": "The library", "phone": ""})
    incident.refresh_from_db()
    assert incident.harmed == "Cara Councillor"
    harmed = CouncillorFactory(name="Cara Councillor")
    whom = {"whom": {"harmed_as": "councillor"}, "person": {"person": harmed.reference}, "knows": {"knows": "agrees"}}
    answer(reader, draft, {key: answers for key, answers in (SHORT | whom).items() if key != "danger"})
    reader.post(check(draft))
    incident.refresh_from_db()
    assert (incident.councillor, incident.harmed_name, incident.finished) == (harmed, "", True)


# Who may -----------------------------------------------------------------------------------------------------------


def test_strangers_find_nothing(client: Client, make_draft: MakeDraft, officer: User) -> None:
    draft = make_draft(SHORT)
    for stranger in (CouncillorFactory(), officer):
        client.force_login(stranger)
        for name in PAGES:
            assert client.get(reverse(name, args=[draft.pk])).status_code == 404
        assert client.post(page(draft, "way"), {"channel": "phone"}).status_code == 404
        assert client.post(check(draft)).status_code == 404
    assert not Incident.objects.exists()


def test_an_unknown_page_or_draft_is_not_found(reader: Client, make_draft: MakeDraft) -> None:
    assert reader.get(page(make_draft({}), "nowhere")).status_code == 404
    assert reader.get(reverse("report-check", args=[uuid4()])).status_code == 404


def test_who_may_not_report_is_told_so(client: Client, make_draft: MakeDraft) -> None:
    client.force_login(UserFactory(roles=[Role.SAFETY]))
    assert client.get(reverse("report-start")).status_code == 403
    assert client.get(check(make_draft({}))).status_code == 403
