"""A list by name is walked to its end and back, whatever the names and whatever the cursor."""

import json
from base64 import urlsafe_b64encode

import pytest

from councilsafe.accounts.models import User
from councilsafe.govuk.paging import LAST, Page, keyset_page
from riskassess.actions import venues
from riskassess.models import Venue
from tests.unit.riskassess.venues.making import ABOUT

pytestmark = pytest.mark.django_db
NAMES = ["Ash", "ash", "Élan", "Oak", "Oak", "2026-11-21", "“Quoted” & <odd>", "Zoë’s", "字" * 120]


def page(cursor: str | None = None) -> Page[Venue]:
    return keyset_page(Venue.objects.all(), field="name", descending=False, size=2, cursor=cursor)


@pytest.fixture(autouse=True)
def halls(safety: User) -> None:
    for name in NAMES:
        venues.add_venue(by=safety, **(ABOUT | {"name": name}))


def test_every_name_comes_once_and_in_order() -> None:
    seen, shown = [], page()
    while True:
        seen += shown.rows
        if shown.next_cursor is None:
            break
        shown = page(shown.next_cursor)
    assert seen == list(Venue.objects.order_by("name", "pk"))
    assert page(shown.previous_cursor).rows == seen[-3:-1]
    assert page(LAST).rows == seen[-2:]


@pytest.mark.parametrize("last", ["a\x00b", "\ud800", 7, None, ["a"], {"a": 1}, True])
def test_a_cursor_without_sense_is_page_one(last: object) -> None:
    cursor = urlsafe_b64encode(json.dumps([last, 1, False]).encode()).decode()
    assert page(cursor).rows == page().rows
