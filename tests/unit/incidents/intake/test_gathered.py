"""What officers paste: read as far as it can be, with every problem named by its line, and counted into facts."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.facts import check
from incidents.intake.gathered import MOST, Gathered, facts_of, read

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def reading(text: str) -> list[Gathered]:
    found = read(text, NOW, UTC)
    assert not found.problems, found.problems
    return list(found.messages)


def problems(text: str) -> list[str]:
    return list(read(text, NOW, UTC).problems)


def test_a_line_says_who_where_when_and_what() -> None:
    assert reading("@x | Facebook | 20/11/2026 14:30 | Go | away") == [
        Gathered("Go | away", "@x", "Facebook", datetime(2026, 11, 20, 14, 30, tzinfo=UTC))
    ]


def test_a_line_may_be_what_alone_and_empty_lines_say_nothing() -> None:
    assert [one.text for one in reading("Go away\r\n\r\n  Resign, now  \n")] == ["Go away", "Resign, now"]


def test_cells_copied_from_a_spreadsheet() -> None:
    assert reading("@x\tX\t\tGo away") == [Gathered("Go away", "@x", "X")]


def test_a_csv_file_whatever_the_order_of_its_columns() -> None:
    text = 'when,text,source\n2026-11-20,"One, with a comma\nand two lines",@x\n'
    assert reading(text) == [Gathered("One, with a comma\nand two lines", "@x", "", datetime(2026, 11, 20, tzinfo=UTC))]


@pytest.mark.parametrize(
    "when",
    ["20/11/2026", "2026-11-20", "20 November 2026", "20 Nov 2026 2:30pm", "2026-11-20T14:30", "20.11.2026 14:30:01"],
)
def test_dates_are_read_as_people_write_them(when: str) -> None:
    [one] = reading(f"|| {when} |x")
    assert one.written_at
    assert one.written_at.date().isoformat() == "2026-11-20"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("ok\na | b", "Line 2: Write who, where, when and what with bars between them, or only what"),
        ("a | b | soon | x", "Line 1: “soon” is no date that we can read. Write it like 21/11/2026 14:30"),
        ("a | b | 22/11/2026 | x", "Line 1: “22/11/2026” lies in the future"),
        ("a | b | |", "Line 1: The message itself is missing"),
        (f"{'a' * 201} | b | | x", "Line 1: The part that says who must be 200 characters or fewer"),
    ],
)
def test_a_problem_names_its_line_and_what_would_be_right(text: str, problem: str) -> None:
    assert problems(text) == [problem]


def test_there_is_a_most() -> None:
    assert problems("x\n" * (MOST + 1)) == [f"These are {MOST + 1} messages. Send {MOST} or fewer at a time"]


def test_facts_follow_from_them() -> None:
    lines = [f"@User{number % 37} | facebook | {1 + number % 12}/11/2026 | Resign" for number in range(40)]
    assert facts_of(reading("\n".join(lines))) == {
        "occasions": 40,
        "distinct_sources": 37,
        "period_days": 11,
        "audience": "public",
        "channel": "social_media",
    }


def test_one_sender_is_one_however_they_are_written() -> None:
    assert facts_of(reading("@Bob | X || a\nbob | X || b"))["distinct_sources"] == 1


def test_mails_go_to_the_councillor_alone() -> None:
    facts = facts_of(reading("a@b.example | Email || a\n| email || b"))
    assert (facts["channel"], facts["audience"]) == ("email", "to_councillor")


def test_what_cannot_be_told_is_left_out() -> None:
    assert facts_of(reading("Go away")) == {"occasions": 1}


@given(st.text(max_size=300))
def test_nothing_that_is_pasted_breaks_it(text: str) -> None:
    found = read(text, NOW, UTC)
    check(facts_of(found.messages))
    assert all(problem.startswith(("Line ", "These ")) for problem in found.problems)
