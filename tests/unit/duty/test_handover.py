"""Notes for the next on duty."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from councilsafe.duty.actions import read_note, write_note
from councilsafe.duty.models import HandOver, NoteRead, Shift
from councilsafe.duty.reading import notes_for
from councilsafe.notifications.models import OutboxMessage
from tests.factories import UserFactory
from tests.unit.duty.conftest import People, london

Plan = Callable[..., Shift]
NOW = london("2026-11-23 16:50")


@pytest.fixture(autouse=True)
def late() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def note(people: People, plan: Plan) -> HandOver:
    """Bob is on duty, Mary is the next."""
    plan("2026-11-23 09:00", "2026-11-23 17:00", first=people.bob, second=None)
    plan("2026-11-23 17:00", "2026-11-24 09:00", first=people.manager, second=None)
    return write_note(by=people.bob, text="Ring about CS-22222-33333.\nCS-1 is nothing. <b>")


def test_the_next_is_told_and_sees_it_until_it_is_read(people: People, note: HandOver) -> None:
    assert list(OutboxMessage.objects.values_list("kind", "recipient__name")) == [("note.left", "Mary")]
    assert {person.name: notes_for(person) for person in people} == {"Ann": [], "Bob": [], "Mary": [note], "Olive": []}
    for _ in range(2):
        read_note(by=people.manager, note=note)
    assert notes_for(people.manager) == []
    assert NoteRead.objects.count() == 1


def test_without_a_shift_every_officer_sees_it(people: People, note: HandOver) -> None:
    assert notes_for(people.ann, london("2026-11-24 12:00")) == [note]
    assert notes_for(UserFactory(roles=["councillor"]), london("2026-11-24 12:00")) == []


def test_a_reference_is_a_link_and_all_else_is_text(client: Client, people: People, note: HandOver) -> None:
    assert [piece.case for piece in note.pieces] == ["", "CS-22222-33333", ""]
    client.force_login(people.manager)
    for page in ("/duty/", "/duty/notes/"):
        words = client.get(page).text
        assert 'href="/cases/CS-22222-33333/"' in words
        assert "&lt;b&gt;" in words


def test_it_is_written_and_read_on_the_pages(client: Client, people: People, plan: Plan) -> None:
    plan("2026-11-23 17:00", "2026-11-24 09:00", first=people.ann, second=None)
    client.force_login(people.bob)
    assert client.post("/duty/notes/add/", {"text": "All quiet."}).status_code == 302
    client.force_login(people.ann)
    url = f"/duty/notes/{HandOver.objects.get().reference}/read/"
    assert url in client.get("/duty/").text
    assert client.post(url).status_code == 302
    assert url not in client.get("/duty/").text
    assert "All quiet." in client.get("/duty/notes/").text
