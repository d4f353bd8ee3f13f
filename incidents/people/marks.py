"""What the floors above know of people: a line with a link, beside somebody on each page about them."""

from dataclasses import dataclass

from councilsafe.accounts.models import User
from incidents.people.match import Faces
from incidents.signals import marks_wanted


@dataclass(frozen=True, slots=True)
class Mark:
    """Whoever answers `marks_wanted` gives it only to a reader who may know."""

    text: str
    href: str


def marks_of(faces: Faces, reader: User) -> dict[int, list[Mark]]:
    """By the id of the face. Asked once for everybody on a page, so that queries do not grow with them."""
    found: dict[int, list[Mark]] = {}
    answers = marks_wanted.send(sender=None, people=list(faces.roots), reader=reader) if faces else []
    for person, mark in (one for _, answer in answers for one in answer):
        if person in faces:
            found.setdefault(faces[person].pk, []).append(mark)
    return found
