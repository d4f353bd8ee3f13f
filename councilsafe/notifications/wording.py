"""What we write to people: a reference and a link, and nothing else about a case, not even how grave it is."""

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings


class Wording(NamedTuple):
    subject: str
    text: str


WORDINGS: dict[str, Wording] = {
    "alert": Wording(
        "{ref} needs somebody now",
        "{ref} is waiting for a person to take it.\n\n"
        "Please open it and say that you have it. If nobody does, we will ask the next person.",
    ),
    "assigned": Wording(
        "{ref} has been given to you",
        "You are now the owner of {ref}. Please open it to see what is due next.",
    ),
    "cover.asked": Wording(
        "Could you take a shift? {ref}",
        "A colleague asks whether you could be on duty in their place. Please open {ref} to see when, and say yes or "
        "no.",
    ),
    "cover.accepted": Wording(
        "The duty rota has changed: {ref}",
        "{ref} was agreed to, and the duty rota is changed. Please open it to see who is on duty when.",
    ),
    "cover.declined": Wording(
        "Your colleague cannot take the shift: {ref}",
        "{ref} was declined, so you are still on duty. You can ask somebody else.",
    ),
    "cover.taken_back": Wording(
        "You do not need to take the shift: {ref}",
        "Whoever asked you to be on duty in their place does not need it any more: {ref}.",
    ),
    "cover.lapsed": Wording(
        "Nobody has agreed to {ref}",
        "{ref} came to nothing: its time has begun, or the rota was changed. Please look at the rota to see who is on "
        "duty.",
    ),
    "note.left": Wording(
        "A hand-over note for you: {ref}",
        "Whoever is on duty before you has left a note for you. Please open the duty rota to read it.",
    ),
    "message": Wording(
        "There is a message for you about {ref}",
        "Somebody has written to you about {ref}. Please open it to read the message and to answer.",
    ),
    "files": Wording(
        "Files were added to {ref}",
        "Somebody has added files to {ref}. Please open it to see them.",
    ),
    "case.update": Wording(
        "There is news about your report {ref}",
        "Something has changed in your report {ref}. Please open it to see what, and what happens next.",
    ),
    "report.question": Wording(
        "We have a question about your report {ref}",
        "There is something about your report {ref} that only you can decide. Please open it and choose.",
    ),
    "case.beside": Wording(
        "{ref} is also for you",
        "{ref} has come in, and a part of it is yours to answer. Please open it and read which.",
    ),
    "case.together": Wording(
        "{ref} has been raised",
        "{ref} is yours, and it counts for more than before. Please open it to read why and what is due now.",
    ),
    "pattern.offered": Wording(
        "Some reports may belong together: {ref}",
        "We have noticed reports that may belong together. Please open {ref}, read why, and say whether they do.",
    ),
    "override.second": Wording(
        "{ref} needs a second officer",
        "A colleague has proposed a decision about {ref} that needs a second officer. Please open it and decide.",
    ),
    "update.late": Wording(
        "{ref} waits for a word from you",
        "Somebody is waiting to hear how {ref} stands, and the day for it has passed. A few words are enough: open it "
        "and write to them, even if there is nothing new.",
    ),
    "update.escalated": Wording(
        "Nobody has written about {ref}",
        "Somebody has been waiting too long to hear how {ref} stands. Please see that they hear today.",
    ),
    "report.taken": Wording(
        "Report {ref} has been made for you",
        "Report {ref} has been written down for you. Please open it to read it and to add what is missing.",
    ),
    "report.for_you": Wording(
        "Somebody has made a report for you: {ref}",
        "Somebody has made report {ref} for you. Please open it to see what they wrote and who has it.",
    ),
    "report.withdrawn": Wording(
        "{ref} has been withdrawn",
        "Whoever reported {ref} has withdrawn it. Please open it to see why, and whether anything is left to do.",
    ),
    "plan.before": Wording(
        "The plan for {ref} is due soon",
        "A plan for {ref} is due on the next working day. Please say what will be done, and when you look again.",
    ),
    "plan.late": Wording(
        "The plan for {ref} is late",
        "The time for deciding what to do about {ref} has passed. Please open it and record the plan now.",
    ),
    "plan.escalated": Wording(
        "Nobody has made a plan for {ref}",
        "The plan for {ref} has been late for a working day. Please see that somebody makes it today.",
    ),
    "referral.before": Wording(
        "Something about {ref} is due within the hour",
        "What has to be done first about {ref} is due within the hour, and is not recorded yet. Please do it now.",
    ),
    "referral.late": Wording(
        "Something about {ref} is late",
        "What has to be done first about {ref} is late. Please do it now, then record it.",
    ),
    "referral.escalated": Wording(
        "{ref} is late and needs you now",
        "What has to be done first about {ref} is late, and its owner has not done it. Please see that it is done now.",
    ),
    "pause.over": Wording(
        "The clock of {ref} runs again",
        "The clock of {ref} was paused, and has reached its limit. Please open it to see what is due next.",
    ),
    "look.today": Wording(
        "You wanted to look at {ref} again",
        "Today {ref} is to be looked at again. See whether the plan worked, and say what comes next.",
    ),
    "look.late": Wording(
        "The next look at {ref} is late",
        "The day for the next look at {ref} has passed. See whether the plan worked, and say what comes next.",
    ),
    "look.escalated": Wording(
        "Nobody has looked at {ref} again",
        "The next look at {ref} has been late for two working days. Please see that somebody looks today.",
    ),
    "task.given": Wording(
        "Task {ref} has been given to you",
        "You have something to do by a day: {ref}. Please open it to see what, and by when.",
    ),
    "task.before": Wording(
        "Task {ref} is due soon",
        "Task {ref} is yours and is due on the next working day.",
    ),
    "task.late": Wording(
        "Task {ref} is late",
        "Task {ref} is late. Please do it now, or say that it is no longer needed.",
    ),
    "task.escalated": Wording(
        "Task {ref} is late and needs you",
        "Task {ref} has been late for a working day, and nobody has done it. Please see that somebody does.",
    ),
    "owner.gone": Wording(
        "{ref} has nobody who can do it",
        "Something about {ref} falls due, and whoever has it in hand is not there. Please see that somebody else does "
        "it or takes it over.",
    ),
    "rota.gap": Wording(
        "Nobody is on duty at some time: {ref}",
        "There is a time that nobody has on the duty rota. Please open the rota and plan somebody.",
    ),
    "process.second": Wording(
        "{ref} needs a second person",
        "A colleague has proposed {ref}, another version of the rules by which reports are assessed. It counts only "
        "when a second person has approved it. Please open it, read what would change, and decide.",
    ),
    "process.decided": Wording(
        "{ref} has been decided",
        "Somebody has decided about {ref}, which you drafted. Please open it to see how, and from when it counts.",
    ),
    "process.coming": Wording(
        "{ref} comes into force",
        "Other rules by which reports are assessed have been approved: {ref}. Please open it to see from when they "
        "count and what changes. What was assessed before stays as it is.",
    ),
    "review.before": Wording(
        "Review {ref} is due soon",
        "Review {ref} is yours and falls due soon. You can do it now.",
    ),
    "review.today": Wording(
        "Review {ref} is due today",
        "Review {ref} is yours and is due today. Please do it today.",
    ),
    "review.overdue": Wording(
        "Review {ref} is late",
        "Review {ref} is yours and its day has passed. Please do it now.",
    ),
    "review.escalated": Wording(
        "Review {ref} is late and needs you",
        "Review {ref} is late, and its owner has not done it. Please see that somebody does.",
    ),
    "support.asked": Wording(
        "Somebody has asked for a call: {ref}",
        "Somebody has asked for a call from you. Please open {ref} to see who, and by when.",
    ),
    "support.changed": Wording(
        "Somebody has changed their mind about a call: {ref}",
        "You do not need to call about {ref} any more.",
    ),
    "support.before": Wording(
        "A call is due soon: {ref}",
        "You have agreed to be in touch with somebody about {ref}. It is due soon.",
    ),
    "support.today": Wording(
        "A call is due today: {ref}",
        "Somebody is waiting to hear from you about {ref} today.",
    ),
    "support.overdue": Wording(
        "A call is late: {ref}",
        "Somebody is still waiting to hear from you about {ref}. Please call them now.",
    ),
    "support.late": Wording(
        "A support request is late: {ref}",
        "Somebody asked for support, and the day for it has passed. Please make sure that those who give support can "
        "do it. You are not told who asked: that is between them and the person they asked.",
    ),
    "support.again": Wording(
        "Would you like some support? {ref}",
        "You wanted us to ask you again whether you would like some support. You can choose now, or not at all.",
    ),
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
