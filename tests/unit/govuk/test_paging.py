from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councilsafe.accounts.models import User
from councilsafe.govuk.paging import keyset_page

pytestmark = pytest.mark.django_db
START = datetime(2026, 1, 1, tzinfo=UTC)
SIZE = 4


@pytest.fixture
def people():
    """Ten people, of whom several joined at the same moment."""
    users = User.objects.bulk_create(User(email=f"{n}@example.org", name=str(n), password="!") for n in range(10))
    for n, user in enumerate(users):
        User.objects.filter(pk=user.pk).update(date_joined=START + timedelta(days=(n * 7 % 10) // 3))
    return User.objects.all()


def page_of(people, cursor=None, *, descending=False):
    return keyset_page(people, field="date_joined", descending=descending, size=SIZE, cursor=cursor)


def in_order(people, *, descending):
    sign = "-" if descending else ""
    return list(people.order_by(f"{sign}date_joined", f"{sign}pk"))


@pytest.mark.parametrize("descending", [False, True])
def test_forwards_every_row_comes_once_and_in_order(people, descending):
    page = page_of(people, descending=descending)
    seen = list(page.rows)
    while page.next_cursor:
        page = page_of(people, page.next_cursor, descending=descending)
        seen += page.rows

    assert seen == in_order(people, descending=descending)
    assert page.previous_cursor


@pytest.mark.parametrize("descending", [False, True])
def test_backwards_leads_to_the_same_pages(people, descending):
    first = page_of(people, descending=descending)
    second = page_of(people, first.next_cursor, descending=descending)
    third = page_of(people, second.next_cursor, descending=descending)

    assert page_of(people, third.previous_cursor, descending=descending).rows == second.rows
    assert page_of(people, second.previous_cursor, descending=descending).rows == first.rows


def test_the_first_page_has_nothing_before_it(people):
    first = page_of(people)
    again = page_of(people, page_of(people, first.next_cursor).previous_cursor)

    assert first.previous_cursor is None
    assert again.previous_cursor is None
    assert again.next_cursor == first.next_cursor


def test_a_list_that_fits_has_no_cursors(people):
    page = page_of(people[:0].model.objects.filter(name__in=["1", "2"]))

    assert len(page.rows) == 2
    assert page.next_cursor is page.previous_cursor is None


def test_an_empty_list(db):
    page = page_of(User.objects.none())

    assert page.rows == []
    assert page.next_cursor is page.previous_cursor is None


def test_a_page_whose_rows_have_gone_is_the_first(people):
    last = page_of(people, page_of(people, page_of(people).next_cursor).next_cursor)
    cursor = page_of(people, last.previous_cursor).next_cursor
    User.objects.filter(pk__in=[row.pk for row in last.rows]).delete()

    assert page_of(people, cursor).rows == page_of(people).rows


@pytest.mark.parametrize(
    "content",
    [
        "nonsense",
        "[]",
        "{}",
        "null",
        '["2026-01-01T00:00:00", 1, false]',
        '["2026-13-01T00:00:00+00:00", 1, false]',
        '["2026-01-01T00:00:00+00:00", "1; DROP TABLE", false]',
        '["2026-01-01T00:00:00+00:00", 99999999999999999999, false]',
        '["2026-01-01T00:00:00+00:00", true, false]',
        '["2026-01-01T00:00:00+00:00", 1, "x"]',
        "[1, 1, false]",
        "[" * 5000,
    ],
)
def test_a_cursor_that_somebody_changed_is_the_first_page(people, content):
    cursor = urlsafe_b64encode(content.encode()).decode().rstrip("=")

    assert page_of(people, cursor).rows == page_of(people).rows


@pytest.mark.parametrize("cursor", ["", "é", "%00", "====", "a"])
def test_a_cursor_that_is_no_cursor_is_the_first_page(people, cursor):
    assert page_of(people, cursor).rows == page_of(people).rows


def test_one_query_a_page_and_never_a_count(people):
    cursor = page_of(people).next_cursor
    with CaptureQueriesContext(connection) as queries:
        page_of(people, cursor)

    assert len(queries) == 1
    assert "COUNT(" not in queries[0]["sql"].upper()
    assert "ROW(" in queries[0]["sql"]


@pytest.fixture
def _index(db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX ON accounts_user (date_joined, id)")


@pytest.mark.usefixtures("_index")
def test_postgresql_takes_the_comparison_from_an_index(people):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    with CaptureQueriesContext(connection) as queries:
        page_of(people, page_of(people).next_cursor)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {queries[-1]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())

    assert "Index Cond: (ROW(date_joined, id) >" in plan
    assert "Sort" not in plan
