import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from councilsafe.notifications.phone import mobile


@pytest.mark.parametrize(
    "text",
    ["07700900982", "07700 900 982", "(07700) 900-982", "+44 7700 900982", "+44 (0)7700 900982", "00447700900982"],
)
def test_however_it_is_written(text: str) -> None:
    assert mobile(text) == "+447700900982"


def test_from_another_country() -> None:
    assert mobile("+353 85 012 3456") == "+353850123456"


@pytest.mark.parametrize(
    "text", ["", "01632 960001", "7700900982", "0770090098", "077009009821", "+", "+0123456789", "call me"]
)
def test_what_is_no_mobile_number(text: str) -> None:
    assert mobile(text) == ""


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40))
def test_nothing_else_ever_comes_out(text: str) -> None:
    assert re.fullmatch(r"(\+[1-9][0-9]{6,14})?", mobile(text))
