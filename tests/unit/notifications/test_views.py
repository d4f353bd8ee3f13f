from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from councilsafe.accounts.models import User
from councilsafe.notifications.models import DemoMail

URL = "/demo/messages/"


@pytest.fixture
def signed_in(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO_MODE = True


@pytest.fixture
def mails(db: None) -> Callable[[int], None]:
    def send(number: int) -> None:
        now = timezone.now()
        DemoMail.objects.bulk_create(
            DemoMail(
                message_id=f"<{age}@example.org>",
                to="a@example.org",
                subject=f"Subject {age:03}",
                body="<b>Bold</b> http://127.0.0.1:8000/cases/CS-22222-33333/",
                sent_at=now - timedelta(minutes=age),
            )
            for age in range(number)
        )

    return send


def test_there_is_no_such_page_without_demo_mode(signed_in: Client) -> None:
    assert reverse("demo-messages") == URL
    assert signed_in.get(URL).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_strangers_sign_in_first(client: Client) -> None:
    assert client.get(URL).status_code == 302


@pytest.mark.usefixtures("demo")
def test_says_when_there_is_nothing(signed_in: Client) -> None:
    assert "Nothing has been sent yet." in signed_in.get(URL).content.decode()


@pytest.mark.usefixtures("demo")
def test_shows_the_newest_first_with_links_and_escaped(signed_in: Client, mails: Callable[[int], None]) -> None:
    mails(2)
    page = signed_in.get(URL).content.decode()
    assert page.index("Subject 000") < page.index("Subject 001")
    assert '<a href="http://127.0.0.1:8000/cases/CS-22222-33333/"' in page
    assert "&lt;b&gt;Bold" in page


@pytest.mark.usefixtures("demo")
def test_fifty_a_page_and_always_as_many_queries(
    signed_in: Client, mails: Callable[[int], None], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    mails(120)
    with django_assert_num_queries(3):  # session, user, messages
        response = signed_in.get(URL)
    assert len(response.context["page"].rows) == 50
    second = signed_in.get(URL, {"cursor": response.context["page"].next_cursor})
    assert "Subject 050" in second.content.decode()
