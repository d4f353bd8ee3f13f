from datetime import UTC, datetime

import time_machine

from councilsafe.duty.calendar import holidays_known_until
from councilsafe.duty.checks import bank_holidays_are_known


def test_warns_before_the_known_bank_holidays_end() -> None:
    with time_machine.travel(datetime(holidays_known_until().year, 12, 1, tzinfo=UTC)):
        (warning,) = bank_holidays_are_known()
    assert warning.id == "duty.W001"


def test_is_content_while_they_last() -> None:
    with time_machine.travel(datetime(holidays_known_until().year, 6, 1, tzinfo=UTC)):
        assert bank_holidays_are_known() == []
