"""A man has sat outside Ada Hollis's house on four evenings. She reports it on a Tuesday morning.

Her risk has never been assessed. The report makes a review due, and the health and safety officer is told. He is away,
and nobody does it: he is reminded on its day, and a week later the senior manager hears of it. A second report joins
the same review. When he is back he does the review without ever seeing what Ada wrote. The reminders stop, Ada reads
how high her risk is and why, and three months later the calendar alone brings her back to him.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.tasks import remind_due_deadlines
from councilsafe.notifications.models import OutboxMessage
from riskassess.models import RiskReview
from riskassess.tasks import look_after_reviews
from tests.factories import POLICE, CouncillorFactory, UserFactory, report

TOLD = "A man has sat outside my house on four evenings and photographed the door"


@pytest.fixture
def clock(db: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 24, 9, 30, tzinfo=UTC), tick=False) as clock:
        yield clock


def page(reader: User, url: str) -> str:
    client = Client()
    client.force_login(reader)
    return " ".join(client.get(url).content.decode().split())


def test_from_report_to_reminder_to_review(clock: time_machine.Traveller) -> None:
    ada = CouncillorFactory(name="Ada Hollis")
    sam = UserFactory(name="Sam Safety", roles=[Role.SAFETY])
    maya = UserFactory(name="Maya Manager", roles=[Role.MANAGER])
    queue = reverse("risk-reviews")

    def morning_of(day: date) -> list[tuple[str, User]]:
        """What people are told about the review by the sweep, which runs more than once a day."""
        clock.move_to(datetime.combine(day, time(9, 30), UTC))
        before = OutboxMessage.objects.count()
        for sweep in (look_after_reviews, remind_due_deadlines) * 2:
            sweep()
        new = OutboxMessage.objects.order_by("id").select_related("recipient")[before:]
        return [(message.kind, message.recipient) for message in new if message.kind.startswith("review.")]

    first = report(ada, told={"description": TOLD}, **POLICE)
    review = RiskReview.objects.get()
    assert review.due_on == date(2026, 12, 1)
    assert "Sam Safety is looking at your risk now" in page(ada, reverse("my-safety"))
    assert "Due in 7 days" in page(sam, queue)

    assert morning_of(date(2026, 11, 24)) == [("review.before", sam)]
    assert morning_of(date(2026, 11, 25)) == []
    assert morning_of(date(2026, 12, 1)) == [("review.today", sam)]
    report(ada, **POLICE)
    assert morning_of(date(2026, 12, 8)) == [("review.overdue", sam), ("review.escalated", maya)]
    assert "Late by 7 days" in page(maya, f"{queue}?due=overdue")

    shown = page(sam, review.get_absolute_url())
    assert shown.count("Something happened, ") == 2
    assert first.reference not in shown
    assert TOLD not in shown
    client = Client()
    client.force_login(sam)
    answers = {"band": "high", "reasons": "He knows where you live and comes back.", "causes_seen": "2"}
    answers |= {"targets": "home", "with_police": "no", "agreed": "not_yet"}
    client.post(review.get_absolute_url(), answers)

    assert morning_of(date(2026, 12, 15)) == []
    assert "No review is open" in page(sam, queue)
    mine = page(ada, reverse("my-safety"))
    assert "<strong>High.</strong>" in mine
    assert "He knows where you live and comes back." in mine
    assert "By 8 March 2027" in mine

    assert morning_of(date(2027, 2, 22)) == []
    assert RiskReview.objects.open().get().due_on == date(2027, 3, 8)
    assert morning_of(date(2027, 3, 1)) == [("review.before", sam)]
