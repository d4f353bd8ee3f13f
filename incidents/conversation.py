"""The conversation as both sides read it, in a number of queries that does not grow with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch

from councilsafe.access import Permission
from councilsafe.govuk.dates import when
from incidents.evidence.lists import in_order
from incidents.models import Evidence, Incident, Message, ReadMark


@dataclass
class Line:
    """A message and its files. `read` says in words who of the other side has read so far, and when."""

    message: Message
    files: Sequence[Evidence]
    read: str = field(default="")


def conversation(incident: Incident) -> list[Line]:
    """The oldest first. Of each side the last message that the other has read carries the mark of it."""
    attachments = Prefetch("attachments", in_order(Evidence.objects.all()))
    messages = incident.messages.select_related("author").prefetch_related(attachments).order_by("sent_at", "id")
    lines = [Line(message, list(message.attachments.all())) for message in messages]
    for mark in incident.read_marks.select_related("user").order_by("read_at"):
        put_mark(lines, mark, by_team=is_of_team(mark, incident))
    return lines


def is_of_team(mark: ReadMark, incident: Incident) -> bool:
    return mark.user.may(Permission.SEE_CASES) and mark.user_id not in incident.parties


def put_mark(lines: list[Line], mark: ReadMark, *, by_team: bool) -> None:
    others = [one for one in lines if one.message.from_team != by_team and one.message.sent_at <= mark.read_at]
    if others:
        others[-1].read = f"Read by {mark.user.name}, {when(mark.read_at)}"
