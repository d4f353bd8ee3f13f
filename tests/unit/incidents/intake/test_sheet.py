"""A CSV file of a pile-on, however a spreadsheet writes it: read, refused with why, or its bad rows named by line."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from councilsafe.accounts.models import User
from incidents.intake.sheet import EMPTY, MOST, NO_TEXT, TOO_LARGE, WORKBOOK, read_sheet
from incidents.models import Incident
from tests.factories import CouncillorFactory, officer

PILE_ON = reverse("intake-pile-on")
HEAD = "who,where,when,what\r\n"
TEXT = HEAD + '@zoë,Facebook,20/11/2026 14:30,"Résigne, now – 5 €"\r\n'
FAMILIES = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]


@pytest.fixture
def casey(db: None) -> User:
    return CouncillorFactory(name="Casey Councillor")


@pytest.fixture
def desk(client: Client, casey: User) -> Client:
    client.force_login(officer(name="Olive Officer"))
    return client


def send(desk: Client, casey: User, content: bytes | None = None, name: str = "storm.csv", **said: Any) -> Any:
    about = {"councillor": casey.reference, "harmed_as": "councillor", "knows": "no", "description": "A storm."}
    file = {} if content is None else {"sheet": SimpleUploadedFile(name, content, content_type="image/png")}
    return desk.post(PILE_ON, {"token": uuid4(), "messages": "", **about, **said, **file})


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_of_charsets_that_spreadsheets_write(family: str) -> None:
    assert read_sheet("a.csv", TEXT.encode(family)).text == TEXT


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("hint", [True, False])
def test_every_separator_makes_one_report(desk: Client, casey: User, separator: str, hint: bool) -> None:
    rows = [["When", "WHO", "message"], ["2025-11-20", "@a", "Go"], ["2025-11-21", "@b", "Resign"]]
    text = "\n".join(separator.join(row) for row in rows)
    shown = send(desk, casey, (f"sep={separator}\n{text}" if hint else text).encode())
    assertContains(shown, "2 messages.")
    again = {"messages": shown.context["form"].data["messages"], "seen": shown.context["mark"]}
    send(desk, casey, **again)
    incident = Incident.objects.get()
    assert [(one.source, one.text) for one in incident.gathered.order_by("id")] == [("@a", "Go"), ("@b", "Resign")]
    assert (incident.distinct_sources, incident.period_days) == (2, 1)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04 a workbook", WORKBOOK),
        (bytes.fromhex("D0CF11E0A1B11AE1") + b"an old workbook", WORKBOOK),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", NO_TEXT),
        (b" \r\n ", EMPTY),
        (HEAD.encode() + b"x" * MOST, TOO_LARGE),
        (b"a,b,c\n1,2,3", "The first line of the file must name its columns"),
    ],
    ids=["workbook", "old workbook", "picture", "empty", "too large", "without columns"],
)
def test_what_is_no_such_file_is_refused_with_what_to_do(desk: Client, casey: User, content: bytes, why: str) -> None:
    response = send(desk, casey, content)
    assertContains(response, why)
    assertNotContains(response, "Paste the messages, or choose a file")
    assert not Incident.objects.exists()


def test_bad_rows_are_named_by_their_line_and_what_was_read_stays(desk: Client, casey: User) -> None:
    rows = [HEAD.strip(), '@a,X,,"One', 'of two lines"', "@b,X,soon,Two", "@c,X,,", '@d,X,,"Three']
    response = send(desk, casey, "\n".join(rows).encode())
    assertContains(response, "Line 4: “soon” is no date that we can read")
    assertContains(response, "Line 5: The message itself is missing")
    assertContains(response, "of two lines")


def test_a_cell_without_an_end_names_the_line_it_begins_on(desk: Client, casey: User) -> None:
    response = send(desk, casey, f'{HEAD}@a,X,,ok\n@b,X,,"{"x" * 140_000}'.encode())
    assertContains(response, "Line 3: A cell has no end.")


def test_formulas_are_only_what_somebody_wrote(desk: Client, casey: User) -> None:
    formula = '=HYPERLINK("https://evil.example","<b>Click</b>")'
    quoted = formula.replace('"', '""')
    shown = send(desk, casey, f'what,who\n"{quoted}",@SUM(1)\n+1|cmd,-2'.encode())
    assertContains(shown, "=HYPERLINK(&quot;https://evil.example&quot;,&quot;&lt;b&gt;Click")
    assertNotContains(shown, 'href="https://evil.example"')
    send(desk, casey, messages=shown.context["form"].data["messages"], seen=shown.context["mark"])
    assert Incident.objects.get().gathered.filter(text=formula, source="@SUM(1)").exists()


def test_pasting_and_a_file_are_not_both_taken(desk: Client, casey: User) -> None:
    response = send(desk, casey, TEXT.encode(), messages="What I pasted")
    assertContains(response, "Paste the messages or choose a file, but not both")
    assertContains(response, "What I pasted")


def test_with_neither_it_asks_for_one(desk: Client, casey: User) -> None:
    assertContains(send(desk, casey), "Paste the messages, or choose a file")


def test_a_forged_upload_is_refused(casey: User) -> None:
    desk = Client(enforce_csrf_checks=True)
    desk.force_login(officer())
    assert send(desk, casey, TEXT.encode()).status_code == 403


@given(st.binary(max_size=300))
def test_no_bytes_break_it(data: bytes) -> None:
    sheet = read_sheet("a.csv", data)
    assert bool(sheet.text.strip()) != bool(sheet.refused)
    assert "\x00" not in sheet.text
