from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from councilsafe.accounts.models import User
from councilsafe.notifications.mailbox import keep_post, keep_text
from councilsafe.notifications.models import DemoMail, MobileCode
from tests.factories import LOG, CouncillorFactory, UserFactory, report

URL = "/demo/messages/"


@pytest.fixture
def officer(db: None) -> User:
    return UserFactory(roles=["officer"], email="officer@example.org")


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
                to="officer@example.org",
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


@pytest.mark.usefixtures("demo")
def test_mail_to_others_is_shown_only_about_what_the_reader_may_see(signed_in: Client, client: Client) -> None:
    case = report(CouncillorFactory(), **LOG)
    DemoMail.objects.create(message_id="<1@example.org>", to="b@example.org", about_ref=case.reference, subject="Open")
    DemoMail.objects.create(message_id="<2@example.org>", to="b@example.org", about_ref="M-2", subject="Not theirs")
    page = signed_in.get(URL).content.decode()
    assert ("Open" in page, "Not theirs" in page) == (True, False)
    client.force_login(CouncillorFactory())
    assert "Nothing has been sent yet." in client.get(URL).content.decode()


@pytest.mark.usefixtures("demo")
def test_texts_and_posts_are_there_and_say_what_they_are(signed_in: Client, officer: User) -> None:
    officer.mobile, officer.wants_texts = "+447700900982", True
    officer.save()
    case = report(CouncillorFactory(), **LOG)
    keep_text(to="+447700900982", text="Please open it", about_ref="", reference="a:sms")
    keep_post(text="Please look at it", about_ref=case.reference, reference="a:chat")
    page = signed_in.get(URL).content.decode()
    for words in ("Text message", "Please open it", "Team&#x27;s chat channel", "Please look at it"):
        assert words in page


@pytest.mark.usefixtures("demo")
def test_a_code_is_shown_to_who_asked_for_it(signed_in: Client, officer: User, client: Client) -> None:
    MobileCode.objects.create(user=officer, mobile="+447700900982")
    keep_text(to="+447700900982", text="123456 is your code", about_ref="", reference="code")
    assert "123456" in signed_in.get(URL).content.decode()
    client.force_login(UserFactory())
    assert "123456" not in client.get(URL).content.decode()
