"""What officers see of words that were seen, how they answer, and that nobody else sees any of it."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councilsafe.accounts.models import User
from tests.factories import LOG, report
from triage.models import Case, SignAnswer
from triage.process import Tier

THREAT = "He wrote: I will <script>alert(1)</script> kill you. That was all."

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(councillor: User, olive: User) -> Case:
    return report(councillor, {"description": THREAT}, **LOG)


@pytest.fixture
def client(client: Client, olive: User) -> Client:
    client.force_login(olive)
    return client


def signs(case: Case) -> str:
    return reverse("case-signs", args=[case.reference])


def test_the_case_shows_the_words_marked_and_escaped(client: Client, case: Case) -> None:
    for address in (case.get_absolute_url(), signs(case)):
        response = client.get(address)
        assertContains(response, "<mark>kill you</mark>")
        assertContains(response, "&lt;script&gt;alert(1)&lt;/script&gt; <mark>")
        assertNotContains(response, "<script>alert(1)")


def test_the_case_says_that_words_raised_it(client: Client, case: Case) -> None:
    assertContains(client.get(case.get_absolute_url()), "These words were seen in what was written: “kill you”")


def test_the_queue_shows_that_there_are_words_to_look_at(client: Client, case: Case) -> None:
    tag = ">Words to look at</strong>"
    queue = f"{reverse('queue')}?state=open"
    assertContains(client.get(queue), tag, count=1)
    client.post(signs(case), {"seen": case.assessment.pk, "verdict-harm": "means"})
    assertNotContains(client.get(queue), tag)


def test_words_that_only_ask_are_no_reason_for_the_tier(client: Client, councillor: User) -> None:
    case = report(councillor, {"description": "He had a knife in his belt."}, **LOG)
    response = client.get(case.get_absolute_url())
    assertContains(response, "<mark>")
    assertNotContains(response, "These words were seen")


def test_words_that_mean_something_lead_to_the_facts(client: Client, case: Case) -> None:
    answers = {"seen": case.assessment.pk, "verdict-harm": "means"}
    response = client.post(signs(case), answers)
    facts = reverse("case-facts", args=[case.reference])
    assertRedirects(response, f"{facts}#id_threat", fetch_redirect_response=False)
    assertContains(client.get(facts), 'id="id_threat"')


def test_words_that_mean_nothing_need_a_reason_and_lower_nothing(client: Client, case: Case) -> None:
    answers = {"seen": case.assessment.pk, "verdict-harm": "nothing"}
    assertContains(client.post(signs(case), answers), "Enter why it means nothing here")
    assert not SignAnswer.objects.exists()
    response = client.post(signs(case), answers | {"reason-harm": "A song title."}, follow=True)
    assertNotContains(response, "<mark>")
    assertContains(response, "Words looked at, they mean nothing here: ")
    assertContains(response, "A song title.")
    assert Case.objects.get(pk=case.pk).tier == Tier.COUNCIL


@pytest.mark.parametrize(
    "answers",
    [{}, {"verdict-harm": "maybe"}, {"verdict-weapon": "means"}, {"verdict-harm": "nothing", "reason-harm": "a\x00b"}],
)
def test_what_is_no_answer_changes_nothing(client: Client, case: Case, answers: dict[str, str]) -> None:
    assert client.post(signs(case), {"seen": case.assessment.pk, **answers}).status_code in (200, 400)
    assert not SignAnswer.objects.exists()


@pytest.mark.parametrize("seen", ["", "0", "x", "99999999999999999999"])
def test_it_answers_for_an_assessment_of_this_case_only(client: Client, case: Case, seen: str) -> None:
    assert client.post(signs(case), {"seen": seen, "verdict-harm": "means"}).status_code in (200, 404)
    assert not SignAnswer.objects.exists()


def test_a_colleague_was_quicker(client: Client, case: Case) -> None:
    answers = {"seen": case.assessment.pk, "verdict-harm": "means"}
    client.post(signs(case), answers)
    assertContains(client.post(signs(case), answers, follow=True), "A colleague was quicker")
    assertContains(client.get(signs(case)), "Nothing is left to look at")
    assert SignAnswer.objects.count() == 1


def test_the_reporter_sees_nothing_of_it(case: Case, councillor: User) -> None:
    client = Client()
    client.force_login(councillor)
    for name in ("my-report", "report-sent"):
        response = client.get(reverse(name, args=[case.reference]))
        assertNotContains(response, "<mark>")
        assertNotContains(response, "Words to look at")
    assert client.get(signs(case)).status_code == 403


def test_what_is_kept_for_few_is_kept_here_too(client: Client, case: Case) -> None:
    type(case.incident).objects.filter(pk=case.incident_id).update(restricted=True)
    assert client.get(signs(case)).status_code == 404
