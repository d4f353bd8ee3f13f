"""A man has sat outside Casey's house on four evenings. She reports it on a Monday morning; Olive is on duty.

Olive acknowledges it from the queue within the hour. She rings Casey, learns that he has also been asked in writing to
keep away, completes the facts, tells the police, and records their number and what the council will do. Casey asks a
question and has an answer. It turns out that he was waiting for somebody else: Olive proposes a lower tier, and only
when Oscar has agreed does it count. In the end she closes the case, and reopens it when he comes back.

Whoever opens the case afterwards can read all of it, and who has read it.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from councilsafe.accounts.models import User
from councilsafe.duty.models import Alert
from councilsafe.notifications.models import OutboxMessage
from incidents.actions import send_message
from tests.factories import POLICE, CouncillorFactory, officer, report
from triage.models import Case
from triage.process import Tier

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def clock(db: None) -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


class Desk:
    """An officer before the screen: what they press, and the words that they then see."""

    def __init__(self, user: User) -> None:
        self.user, self.client = user, Client()
        self.client.force_login(user)

    def look(self, case: Case, name: str = "") -> str:
        return words(self.client.get(address(case, name)))

    def do(self, case: Case, name: str, **answers: str) -> str:
        return words(self.client.post(address(case, name), answers, follow=True))

    def complete(self, case: Case, **answers: str) -> str:
        form = self.client.get(address(case, "facts")).context["form"]
        standing = {bound.html_name: value for bound in form if (value := bound.value()) is not None}
        return words(self.client.post(address(case, "facts"), standing | answers, follow=True))

    def queue(self) -> list[str]:
        return [f"{row.case.reference}: {row.clock.words}" for row in self.client.get(reverse("queue")).context["rows"]]


def address(case: Case, name: str) -> str:
    return reverse(f"case-{name}" if name else "case", args=[case.reference])


def words(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]  # a test client's response


def told(user: User) -> list[str]:
    return list(OutboxMessage.objects.filter(recipient=user).order_by("id").values_list("kind", flat=True))


def test_from_acknowledging_to_closing_and_opening_again(clock: time_machine.Traveller) -> None:
    olive, oscar = Desk(officer(name="Olive Officer")), Desk(officer(name="Oscar Officer"))
    casey = CouncillorFactory(name="Casey Councillor")
    case = report(casey, {"description": "A man has sat outside my house on four evenings."}, **POLICE)
    assert told(olive.user) == ["alert"]
    assert olive.queue() == [f"{case.reference}: Answer due in 1 hour"]

    clock.shift(timedelta(minutes=20))
    assert "You have this case. Police referral due in 3 hours." in olive.do(case, "acknowledge")
    assert not Alert.objects.open().exists()
    assert told(casey) == ["case.update"]

    assert "The tier is still “Police: refer now”" in olive.complete(case, asked_to_stop="in_writing_by_council")
    assert "Reference 42/1234" in olive.do(case, "refer", police_reference="42/1234")
    follow_up = {"follow_up_on-day": "30", "follow_up_on-month": "11", "follow_up_on-year": "2026"}
    olive.do(case, "plan", text="A patrol passes every evening.", **follow_up)
    assert olive.queue() == [f"{case.reference}: Next look due in 7 days"]

    send_message(by=casey, incident=case.incident, body="May I park at the back?")
    assert told(olive.user)[-1] == "message"
    assert "May I park at the back?" in olive.look(case)
    olive.do(case, "message", body="Yes, do.")
    assert told(casey)[-1] == "message"

    olive.do(case, "override", tier="2", reason="He was waiting for his daughter.")
    assert "override.second" in told(oscar.user)
    assert Case.objects.get().tier == Tier.POLICE
    proposed = oscar.client.get(address(case, "override-decide")).context["waiting"]
    page = oscar.do(case, "override-decide", override=str(proposed.pk), decision="agreed")
    assert "Olive Officer set it to “Council acts”, and Oscar Officer agreed" in page

    clock.shift(timedelta(hours=3))
    assert "He does it no more." in olive.do(case, "close", reason="He does it no more.")
    assert olive.queue() == []
    olive.do(case, "reopen", reason="He was seen again.")
    assert olive.queue() == [f"{case.reference}: Plan due in 2 days"]

    page = oscar.look(case)
    for entry in ("Reported", "Acknowledged", "Plan recorded, next look 30 November 2026", "Closed", "Reopened"):
        assert entry in page
    assert "Olive Officer: " in page
    assert "Casey Councillor: " not in page
