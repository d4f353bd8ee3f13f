"""Mail goes through many hands. It may hold a reference and a link, and nothing that tells what happened."""

import string

import pytest

from councilsafe.notifications.wording import CLOSING, WORDINGS, render

KINDS = {
    "alert",
    "assigned",
    "case.beside",
    "case.update",
    "files",
    "message",
    "override.second",
    "report.for_you",
    "report.question",
    "report.taken",
    "report.withdrawn",
    "review.before",
    "review.escalated",
    "review.overdue",
    "review.today",
    "update.escalated",
    "update.late",
    "support.again",
    "support.asked",
    "support.before",
    "support.changed",
    "support.late",
    "support.overdue",
    "support.today",
}
TELLING = ("tier", "police", "emergency", "999", "threat", "abuse", "councillor", "risk", "danger", "complain")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_kind_is_here() -> None:
    assert set(WORDINGS) == KINDS


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_nothing_but_reference_and_link_is_filled_in(kind: str) -> None:
    assert placeholders(WORDINGS[kind].subject) == {"ref"}
    assert placeholders(WORDINGS[kind].text) <= {"ref"}
    assert placeholders(CLOSING) == {"link"}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_words_tell_nothing_about_a_case(kind: str) -> None:
    subject, body = render(kind=kind, ref="CS-22222-33333", link="/")
    assert not [word for word in TELLING if word in (subject + body).lower()]


def test_reference_and_link_are_filled_in() -> None:
    subject, body = render(kind="alert", ref="CS-22222-33333", link="https://safe.example.org/x/")
    assert "CS-22222-33333" in subject
    assert "\nhttps://safe.example.org/x/\n" in body
