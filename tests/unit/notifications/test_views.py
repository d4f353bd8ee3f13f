"""Notices that only their reader sees, and a mobile number that only its owner can give."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from councilsafe.accounts.models import User
from councilsafe.notifications import actions
from councilsafe.notifications.mobile_codes import MOST_TRIES, VALID_FOR, code_of
from councilsafe.notifications.models import Channel, DemoMail, MobileCode, OutboxMessage
from councilsafe.notifications.views import as_shown
from tests.factories import UserFactory

Told = Callable[..., OutboxMessage]
URL = "/notices/"
CONTACT = "/account/contact/"


@pytest.fixture
def signed_in(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def read(client: Client, url: str = URL) -> str:
    return client.get(url).content.decode()


def unread(client: Client) -> str:
    return client.get("/cookies/").context["unread_notices"]


# Notices ---------------------------------------------------------------------------------------------------------


def test_says_when_there_is_nothing(signed_in: Client) -> None:
    assert "We have not told you anything yet." in read(signed_in)
    assert unread(signed_in) == ""


def test_the_newest_first_with_why(signed_in: Client, told: Told) -> None:
    told(key="old", kind="assigned", why="You are the owner.")
    told(key="new", kind="message")
    shown = read(signed_in)
    assert shown.index("There is a message for you") < shown.index("has been given to you")
    assert "You are the owner." in shown
    assert unread(signed_in) == "2"


def test_opening_one_leads_on_and_marks_it_and_its_like(signed_in: Client, told: Told) -> None:
    notice = told(key="a", kind="assigned")
    told(key="b", kind="message")
    answer = signed_in.get(f"{URL}{as_shown(notice)['token']}/")
    assert answer["Location"] == "/cases/CS-22222-33333/"
    assert unread(signed_in) == ""
    assert "New" not in read(signed_in)


def test_nobody_elses(signed_in: Client, told: Told, client: Client) -> None:
    notice = told(kind="assigned")
    client.force_login(UserFactory())
    assert "has been given to you" not in read(client)
    assert client.get(f"{URL}{as_shown(notice)['token']}/").status_code == 404
    assert client.get(f"{URL}made-up/").status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_all_can_be_marked_as_read(signed_in: Client, told: Told) -> None:
    told(key="a"), told(key="b", can_wait=True)
    assert unread(signed_in) == "2"
    signed_in.post(f"{URL}read/")
    assert unread(signed_in) == ""


def test_what_was_taken_back_is_gone(signed_in: Client, told: Told, officer: User) -> None:
    told(key="a", kind="assigned")
    actions.take_back(about_ref="CS-22222-33333", people=[officer])
    assert "has been given to you" not in read(signed_in)
    assert unread(signed_in) == ""


def test_what_had_gone_before_it_was_taken_back_is_not_new(signed_in: Client, told: Told, officer: User) -> None:
    gone = told(key="a", kind="assigned")
    actions.deliver(message_id=gone.pk)
    actions.take_back(about_ref="CS-22222-33333", people=[officer])
    assert unread(signed_in) == ""
    assert "has been given to you" in read(signed_in)


def test_texts_posts_and_daily_mails_are_no_notices(signed_in: Client, told: Told) -> None:
    for channel in ("sms", "chat", "daily"):
        OutboxMessage.objects.filter(pk=told(key=channel).pk).update(channel=channel)
    assert "We have not told you anything yet." in read(signed_in)


def test_an_email_that_did_not_reach_them_is_said(signed_in: Client, told: Told) -> None:
    message = told()
    failed = {"failed_at": timezone.now(), "attempts": 1, "last_error": "Refused"}
    OutboxMessage.objects.filter(pk=message.pk).update(**failed)
    assert "Our email about it did not reach you" in read(signed_in)


@pytest.mark.parametrize("number", [10, 1000])
def test_a_page_costs_the_same_however_many_there_are(
    number: int, signed_in: Client, officer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    OutboxMessage.objects.bulk_create(
        OutboxMessage(
            key=str(count),
            recipient=officer,
            kind="message",
            about_ref=f"CS-{count}",
            path="/",
            created_at=timezone.now() - timedelta(minutes=count),
        )
        for count in range(number)
    )
    with django_assert_num_queries(3):  # session, reader with their count, notices
        answer = signed_in.get(URL)
    assert len(answer.context["notices"]) == min(number, 25)
    assert answer.context["unread_notices"] == ("10" if number == 10 else "99+")
    with django_assert_num_queries(2):  # on every other page: no query of its own
        signed_in.get("/cookies/")


# Mobile numbers --------------------------------------------------------------------------------------------------


@pytest.fixture
def texts(settings: Settings) -> None:
    settings.SMS_BACKEND = "councilsafe.notifications.mailbox.keep_text"


def offer(client: Client, mobile: str = "07700 900 982") -> str:
    """The code that goes to the number."""
    client.post(CONTACT, {"mobile": mobile})
    return code_of(MobileCode.objects.get())


def test_says_when_the_council_sends_no_texts(signed_in: Client) -> None:
    assert "This council does not send text messages." in read(signed_in, CONTACT)
    shown = signed_in.post(CONTACT, {"mobile": "07700 900 982"}).content.decode()
    assert "This council does not send text messages." in shown
    assert not MobileCode.objects.exists()


@pytest.mark.usefixtures("texts")
def test_a_number_counts_once_its_code_came_back(signed_in: Client, officer: User) -> None:
    code = offer(signed_in)
    officer.refresh_from_db()
    assert (officer.mobile, officer.wants_texts) == ("", False)
    assert signed_in.post(f"{CONTACT}code/", {"code": f"{code[:3]} {code[3:]}"})["Location"] == CONTACT
    officer.refresh_from_db()
    assert (officer.mobile, officer.wants_texts) == ("+447700900982", True)
    assert "+447700900982" in read(signed_in, CONTACT)
    assert not MobileCode.objects.exists()


@pytest.mark.usefixtures("texts")
def test_the_code_goes_to_the_new_number_and_is_kept_nowhere(signed_in: Client) -> None:
    code = offer(signed_in)
    message = OutboxMessage.objects.get(channel=Channel.SMS)
    assert code not in str(OutboxMessage.objects.values().get()) + str(MobileCode.objects.values().get())
    assert actions.deliver(message_id=message.pk)
    sent = DemoMail.objects.get()
    assert (sent.to, sent.channel, sent.body[:6]) == ("+447700900982", "sms", code)


@pytest.mark.usefixtures("texts")
def test_a_wrong_code_counts_and_enough_of_them_end_it(signed_in: Client, officer: User) -> None:
    code = offer(signed_in)
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(MOST_TRIES):
        assert "The code is not right" in signed_in.post(f"{CONTACT}code/", {"code": wrong}).content.decode()
    assert "The code is not right" in signed_in.post(f"{CONTACT}code/", {"code": code}).content.decode()
    officer.refresh_from_db()
    assert officer.mobile == ""


@pytest.mark.usefixtures("texts")
def test_an_old_code_is_none(signed_in: Client) -> None:
    offer(signed_in)
    MobileCode.objects.update(made_at=timezone.now() - VALID_FOR)
    code = code_of(MobileCode.objects.get())
    assert "too old" in signed_in.post(f"{CONTACT}code/", {"code": code}).content.decode()


@pytest.mark.usefixtures("texts")
def test_a_number_that_cannot_be_is_explained(signed_in: Client) -> None:
    assert "Enter a mobile number, like 07700 900 982" in signed_in.post(CONTACT, {"mobile": "12"}).content.decode()


@pytest.mark.usefixtures("texts")
def test_nobody_can_have_somebody_flooded_with_codes(signed_in: Client) -> None:
    for number in range(7):
        signed_in.post(CONTACT, {"mobile": f"0770090098{number}"})
    assert "too many codes" in signed_in.post(CONTACT, {"mobile": "07700 900 982"}).content.decode()
    assert OutboxMessage.objects.filter(channel=Channel.SMS).count() == 5


@pytest.mark.usefixtures("texts")
def test_texts_can_be_stopped_and_the_number_is_forgotten(signed_in: Client, officer: User, told: Told) -> None:
    signed_in.post(f"{CONTACT}code/", {"code": offer(signed_in)})
    officer.refresh_from_db()
    told(urgent=True)
    signed_in.post(f"{CONTACT}stop/")
    officer.refresh_from_db()
    assert (officer.mobile, officer.wants_texts) == ("", False)
    assert not OutboxMessage.objects.unsent().filter(channel=Channel.SMS).exists()


@pytest.mark.usefixtures("texts")
def test_without_a_code_asked_for_there_is_none_to_enter(signed_in: Client) -> None:
    assert signed_in.get(f"{CONTACT}code/")["Location"] == CONTACT
