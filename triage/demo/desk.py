"""What lies on the officers' desk in the demonstration: mail that was held back, a pile-on, a confidential report."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from uuid import UUID

from django.db.models import F

from councilsafe.accounts.models import User
from councilsafe.notifications.models import OutboxMessage
from incidents.actions import gather_pile_on, start_draft, submit_report
from incidents.actions.mail import hold_mail
from incidents.evidence.uploads import take
from incidents.intake.gathered import Gathered, facts_of
from incidents.trust import Trust
from triage import actions
from triage.demo.clock import at, waking_nobody

MAILS = [
    # how long ago it was held back, who says that they sent it, and what they wrote
    (
        timedelta(minutes=40),
        "Corin Vetch <corin.vetch@example.org>",
        "The bus gate",
        "You voted for it again. People like you only learn when it happens at their own front door.",
    ),
    (
        timedelta(days=4),
        "A voter <nobody@example.net>",
        "Read this before Thursday",
        "Everybody on Marsh Row knows when you walk home. Somebody should walk with you one night.",
    ),
]
PILE_ON = UUID("7d1c0f0e-5a55-4a0b-9f6c-3f0a7e2b4c11")
WRITTEN = [
    "Took the money and ran.",
    "Resign, you fraud.",
    "How much did they pay you for the market?",
    "We all know what you did.",
    "Wait until the next election.",
]
CONFIDENTIAL = (
    "At three group meetings a colleague has mimicked how I speak, and asked the others to laugh. "
    "I do not want the office to know of it."
)


def lay(people: dict[str, User], councillors: list[User], now: datetime) -> None:
    """Nobody is sent anything of it: it had happened before the demonstration began."""
    with waking_nobody():
        keep_for_monitoring(people, now - timedelta(days=2))
        gather(people["officer"], councillors[0], now - timedelta(hours=5))
        for age, *mail in reversed(MAILS):
            hold(people["councillor2"], now - age, *mail)
    OutboxMessage.objects.filter(sent_at=None).update(sent_at=F("created_at"))


def hold(to: User, moment: datetime, sender: str, subject: str, words: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = sender, to.email, subject, moment
    mail.set_content(words)
    with at(moment):
        hold_mail(by=None, file=take("held.eml", mail.as_bytes()))


def gather(officer: User, about: User, moment: datetime) -> None:
    """Forty posts by thirty-one people in a day."""
    messages = [
        Gathered(
            text=WRITTEN[number % len(WRITTEN)],
            source=f"@wexcombe{number % 31}",
            platform="Facebook",
            written_at=moment - timedelta(minutes=30 * number),
        )
        for number in range(40)
    ]
    told = {
        "councillor": about,
        "harmed_knows": True,
        "description": "A storm of posts since the vote on the market move. All of them say that money was taken.",
        "happened_on": moment.date(),
    }
    facts = {"conduct": ["insult", "false_allegation"], "impact": "distressed", **facts_of(messages)}
    with at(moment):
        gather_pile_on(by=officer, token=PILE_ON, gathered=messages, facts=facts, told=told)


def keep_for_monitoring(people: dict[str, User], moment: datetime) -> None:
    """A colleague's conduct, which only the monitoring officer may read."""
    by, facts = people["councillor2"], {"conduct": ["bullying"], "source": "councillor", "impact": "distressed"}
    told = {"description": CONFIDENTIAL, "happened_on": moment.date()}
    with at(moment):
        trust = Trust(confidence={"confidant": None}, consents={})
        incident = submit_report(by=by, draft=start_draft(by=by), facts=facts, told=told, trust=trust)
    with at(moment + timedelta(hours=3)):
        actions.acknowledge(by=people["monitoring"], case=incident.case)
