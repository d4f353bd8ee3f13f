"""What the floors above know of people: a line with a link, beside somebody on each page about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

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
    for person, mark in answers(list(faces.roots), reader) if faces else []:
        if person in faces:
            found.setdefault(faces[person].pk, []).append(mark)
    return found


def answers(people: list[int], reader: User) -> Iterator[tuple[int, Mark]]:
    for _, answer in marks_wanted.send(sender=None, people=people, reader=reader):
        yield from cast("list[tuple[int, Mark]]", answer)
