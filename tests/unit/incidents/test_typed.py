"""What was typed when the session had ended."""

from uuid import uuid4

from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from councilsafe.accounts.models import User
from incidents.models import Draft
from incidents.typed import WELCOME_BACK
from tests.factories import PASSWORD, CouncillorFactory
from tests.unit.incidents.report_pages import MakeDraft, page


def sign_in(client: Client, user: User, at: str) -> str:
    response = client.post(at, {"login": user.email, "password": PASSWORD})
    assert response.status_code == 302
    return str(response.url)


def test_what_was_typed_when_the_session_had_ended_is_there_after_signing_in(
    client: Client, make_draft: MakeDraft, councillor: User
) -> None:
    draft = make_draft({})
    here = page(draft, "words") + "?change=1"
    response = client.post(here, {"description": "A story that took an hour"})
    assert sign_in(client, councillor, response.url) == here
    response = client.get(here)
    assertContains(response, "A story that took an hour")
    assertContains(response, WELCOME_BACK)
    assertNotContains(client.get(here), "A story that took an hour")


def test_what_was_typed_is_shown_to_nobody_else(client: Client, make_draft: MakeDraft) -> None:
    draft, other = make_draft({}), CouncillorFactory()
    response = client.post(page(draft, "words"), {"description": "A story that took an hour"})
    here = sign_in(client, other, response.url)
    assert client.get(here).status_code == 404
    client.post(reverse("report-start"))
    own = Draft.objects.get(reporter=other)
    assertNotContains(client.get(page(own, "words")), "A story that took an hour")


def test_nothing_is_kept_for_a_page_that_does_not_exist_or_for_too_much(client: Client, make_draft: MakeDraft) -> None:
    draft = make_draft({})
    client.post(reverse("report-step", args=[uuid4(), "words"]), {"description": "Spam"})
    client.post(page(draft, "words"), {"description": "x" * 60_000})
    assert "typed" not in client.session
