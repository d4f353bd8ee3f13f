"""What is coming to the demonstration's council: one thing under way, one being prepared, one that is over."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.notifications.models import OutboxMessage
from incidents.evidence.uploads import take
from riskassess.actions import briefing_files, briefings, do_review, tensions
from riskassess.models import Band, BriefingCopy, RiskReview, Tension, Venue
from riskassess.tensions.texts import START
from triage.demo.clock import at, waking_nobody
from triage.demo.people import WARDS
from triage.demo.tension_file import one_page

PARKING = (
    "What may come\n"
    "The charges begin this week. Shopkeepers and residents are angry, and some will write more than once.\n\n"
    "What to do\n"
    "You need not answer anybody who insults you. Keep the message and report it. Meet people in pairs.\n\n"
    "Whom to call\n"
    "If you are in danger, call 999. For everything else, report it here."
)
LESSONS = "Most of it came on the evening of the vote. Next time the briefing goes out a week earlier, with the times."


def brace(people: dict[str, User], now: datetime) -> None:
    """Nobody is sent anything of it: it had happened before the demonstration began."""
    with waking_nobody():
        over(people, now)
        under_way(people, now)
        prepared(people, now)
        tensions.look_after_tensions(now=now)
    OutboxMessage.objects.filter(sent_at=None).update(sent_at=F("created_at"))


def days(first: date, number: int) -> dict[str, Any]:
    return {"starts_on": first, "ends_on": first + timedelta(days=number)}


def under_way(people: dict[str, User], now: datetime) -> None:
    by = people["officer"]
    with at(now - timedelta(days=6)):
        about: dict[str, Any] = {
            "title": "Parking charges in the old town",
            "coming": "The charges of the budget begin. A campaign against them has a page of its own, with names.",
            "topics": ["parking", "car park", "charges"],
            "wards": [WARDS[0]],
            "members": [people["councillor"], people["councillor2"]],
            "venues": Venue.objects.filter(name__startswith="Tithe Barn"),
        }
        begun = tensions.add_tension(by=by, **days(timezone.localdate() + timedelta(days=5), 21), **about)
        briefings.write_briefing(by=by, tension=begun, text=PARKING)
        [file] = briefing_files.add_files(by=by, tension=begun, files=[take("Letters and calls.pdf", one_page())])
        briefing_files.check_briefing_file(file_id=file.pk)
        tensions.send_briefing(by=by, briefing=begun.briefings.get())
    with at(now - timedelta(days=4)):
        opened(begun, people["councillor2"])


def opened(tension: Tension, by: User) -> None:
    briefings.read_briefing(by=by, copy=BriefingCopy.objects.get(councillor=by, briefing__tension=tension))


def prepared(people: dict[str, User], now: datetime) -> None:
    with at(now - timedelta(days=1)):
        about: dict[str, Any] = {
            "title": "Decision about the new houses at Copse End",
            "coming": "The committee decides in public. Earlier sittings were shouted down.",
            "topics": ["houses", "Copse End"],
            "wards": [WARDS[2]],
        }
        draft = tensions.add_tension(
            by=people["officer2"], **days(timezone.localdate() + timedelta(days=10), 3), **about
        )
        briefings.write_briefing(by=people["officer2"], tension=draft, text=START)


def over(people: dict[str, User], now: datetime) -> None:
    by = people["monitoring"]
    with at(now - timedelta(days=90)):
        about: dict[str, Any] = {
            "title": "Vote on the library",
            "coming": "Two libraries close. A petition has 4,000 names.",
        }
        told: dict[str, Any] = {"topics": ["library"], "members": [people["champion"]]}
        past = tensions.add_tension(by=by, **days(timezone.localdate() + timedelta(days=5), 4), **about, **told)
        tensions.send_briefing(by=by, briefing=briefings.write_briefing(by=by, tension=past, text=START))
    with at(now - timedelta(days=87)):
        looked_at(past, people["safety"])
    for day in (85, 80):
        with at(now - timedelta(days=day)):
            tensions.look_after_tensions(now=timezone.now())
    with at(now - timedelta(days=60)):
        tensions.close(by=by, tension=past, lessons=LESSONS)


def looked_at(tension: Tension, by: User) -> None:
    """The reviews that it alone had opened."""
    for review in RiskReview.objects.open().filter(causes__about_ref=tension.reference):
        if review.causes.count() == 1:
            band = review.profile.band or Band.LOW
            do_review(by=by, review=review, band=band, reasons="Nothing new is known. The vote will pass.")
