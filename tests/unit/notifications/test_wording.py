"""Mail goes through many hands. It may hold a reference and a link, and nothing that tells what happened."""

import string

import pytest
from pytest_django import Settings

from councilsafe.notifications import wording
from councilsafe.notifications.wording import CLOSING, WORDINGS, Entry, render, render_daily, short

KINDS = set(WORDINGS)
TELLING = ("tier", "police", "emergency", "999", "threat", "abuse", "councillor", "risk", "danger", "complain")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_no_kind_is_worded_twice() -> None:
    """Else a reminder of one thing goes out in the words of another."""
    modules = [one for one in vars(wording).values() if hasattr(one, "WORDINGS")]
    assert sum(len(one.WORDINGS) for one in modules) == len(WORDINGS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_but_reference_and_link_is_filled_in(kind: str) -> None:
    assert placeholders(WORDINGS[kind].subject) == {"ref"}
    assert placeholders(WORDINGS[kind].text) <= {"ref"}
    assert placeholders(CLOSING) == {"link"}


def test_why_is_a_sentence_of_its_own() -> None:
    _, body = render(kind="alert", ref="CS-22222-33333", link="/", why="You are on duty now.")
    assert "\n\nWhy you are told: You are on duty now.\n\n/\n" in body
    assert "Why" not in render(kind="alert", ref="CS-22222-33333", link="/")[1]


def test_the_days_mail_names_what_it_is_about_why_and_where() -> None:
    entries = [
        Entry("assigned", "CS-22222-33333", "https://a.example/1", "You are the owner."),
        Entry("message", "R-2", "/2", ""),
    ]
    subject, body = render_daily(entries, "https://a.example/notices/")
    assert subject == "2 messages for you, none of them urgent"
    assert "CS-22222-33333 has been given to you\nWhy you are told: You are the owner.\nhttps://a.example/1\n\n" in body
    assert "There is a message for you about R-2\n/2\n\nAll of your notices: https://a.example/notices/\n" in body
    assert render_daily(entries[:1], "/")[0].startswith("One message for you")


@pytest.mark.parametrize("host", ["https://a.example", "https://councilsafe.east-wexcombe-and-millbrook.gov.uk"])
def test_a_text_fits_in_one_message_with_the_councils_name(host: str, settings: Settings) -> None:
    settings.SITE_URL = host
    text = short("CS-22222-33333", "/cases/CS-22222-33333/a/rather/long/way/down/")
    assert len(text) <= 130
    assert text.isascii()
    assert "CS-22222-33333" in text
    assert host in text


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_words_tell_nothing_about_a_case(kind: str) -> None:
    subject, body = render(kind=kind, ref="CS-22222-33333", link="/")
    assert not [word for word in TELLING if word in (subject + body).lower()]


def test_reference_and_link_are_filled_in() -> None:
    subject, body = render(kind="alert", ref="CS-22222-33333", link="https://safe.example.org/x/")
    assert "CS-22222-33333" in subject
    assert "\nhttps://safe.example.org/x/\n" in body
