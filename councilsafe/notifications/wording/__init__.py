"""What we write to people: a reference and a link, and nothing else about a case, not even how grave it is."""

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings

from councilsafe.notifications.wording import (
    activities,
    cases,
    clocks,
    duty,
    process,
    profiles,
    register,
    reviews,
    support,
    tensions,
    venues,
    visits,
)
from councilsafe.notifications.wording.shape import Wording

WORDINGS: dict[str, Wording] = {
    **activities.WORDINGS,
    **cases.WORDINGS,
    **clocks.WORDINGS,
    **duty.WORDINGS,
    **process.WORDINGS,
    **profiles.WORDINGS,
    **register.WORDINGS,
    **reviews.WORDINGS,
    **support.WORDINGS,
    **tensions.WORDINGS,
    **venues.WORDINGS,
    **visits.WORDINGS,
}

CODE = "mobile.code"  # has no email: it is a text message with six digits

WHY = "\n\nWhy you are told: {why}"
SIGN_IN = "\n\nYou will be asked to sign in. Please do not answer this email: nobody reads the answers.\n"
CLOSING = "\n\n{link}" + SIGN_IN

DAILY_SUBJECT = "{count} for you, none of them urgent"
DAILY = "This is what has come for you since your last daily email. It can wait until you have time."
ALL_NOTICES = "All of your notices: {link}"

ONE_TEXT = 160  # characters in one text message; some of them are the council's name, which GOV.UK Notify puts in front
FOR_THE_NAME = 30


class Entry(NamedTuple):
    """One thing of the day's mail."""

    kind: str
    ref: str
    link: str
    why: str


def render(*, kind: str, ref: str, link: str, why: str = "") -> tuple[str, str]:
    """Subject and body of a message. A kind that has no wording raises KeyError."""
    wording = WORDINGS[kind]
    reason = WHY.format(why=why) if why else ""
    return wording.subject.format(ref=ref), wording.text.format(ref=ref) + reason + CLOSING.format(link=link)


def render_daily(entries: Sequence[Entry], link: str) -> tuple[str, str]:
    """The day's one mail. Its order is that in which the things happened."""
    count = "One message" if len(entries) == 1 else f"{len(entries)} messages"
    parts = [DAILY, *map(as_entry, entries), ALL_NOTICES.format(link=link)]
    return DAILY_SUBJECT.format(count=count), "\n\n".join(parts) + SIGN_IN


def as_entry(entry: Entry) -> str:
    lines = [subject_of(entry.kind, entry.ref), WHY.strip().format(why=entry.why) if entry.why else "", entry.link]
    return "\n".join(filter(None, lines))


def subject_of(kind: str, ref: str) -> str:
    return WORDINGS[kind].subject.format(ref=ref)


def short(ref: str, path: str) -> str:
    """For a small screen that others may see: a reference and a link, within one text message.

    Where the whole link would be too long, the one to the person's notices leads there as well.
    """
    whole = f"CouncilSafe: please open {ref} {settings.SITE_URL}{path}"
    if len(whole) <= ONE_TEXT - FOR_THE_NAME:
        return whole
    return f"CouncilSafe: please open {ref} {settings.SITE_URL}/notices/"


def code_text(code: str) -> str:
    return f"{code} is your CouncilSafe code. If you did not ask for it, you need not do anything."
