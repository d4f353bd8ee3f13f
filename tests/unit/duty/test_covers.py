"""Cover among colleagues: who may do what when, what becomes of the rota, and who is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.duty.actions import (
    accept_cover,
    add_absence,
    ask_cover,
    change_shift,
    decline_cover,
    lapse_stale_covers,
    remove_shift,
    take_back_cover,
)
from councilsafe.duty.cover_lifecycle import MOVES, CoverState
from councilsafe.duty.models import Cover, Shift
from councilsafe.duty.policies import moves_of
from councilsafe.notifications.models import OutboxMessage
from tests.factories import UserFactory
from tests.unit.duty.conftest import People, london

Plan = Callable[..., Shift]
NOW = "2026-11-23 12:00"
TUESDAY = "2026-11-24 09:00", "2026-11-24 17:00"
DEEDS = {"accept": accept_cover, "decline": decline_cover, "take-back": take_back_cover}


@pytest.fixture(autouse=True)
def at_noon() -> object:
    with time_machine.travel(london(NOW), tick=False) as traveller:
        yield traveller


@pytest.fixture
def carol(people: People) -> User:
    return UserFactory(name="Carol", roles=["officer"])


@pytest.fixture
def ask(people: People, carol: User, plan: Plan) -> Callable[..., Cover]:
    """Bob asks Carol for all of Tuesday, or for what is said."""

    def ask(starts: str = TUESDAY[0], ends: str = TUESDAY[1], **changes: Any) -> Cover:
        shift = changes.pop("shift", None) or plan(*TUESDAY)
        times = {"starts_at": london(starts), "ends_at": london(ends)}
        return ask_cover(**{"by": people.bob, "shift": shift, "asked": carol, **times, **changes})

    return ask


def rota() -> list[tuple[str, str, str, str | None]]:
    shifts = Shift.objects.order_by("starts_at").select_related("first", "second")
    return [
        (f"{one.starts_at:%d %H}", f"{one.ends_at:%d %H}", one.first.name, one.second and one.second.name)
        for one in shifts
    ]


def told() -> set[tuple[str, str]]:
    return set(OutboxMessage.objects.values_list("kind", "recipient__name"))


# The table: moves, who makes them, and in which state ------------------------------------------------------------

MAKERS = {"accept": "asked", "decline": "asked", "take-back": "asker"}


@pytest.mark.parametrize("state", CoverState)
@pytest.mark.parametrize("who", ["asker", "asked", "second", "manager"])
@pytest.mark.parametrize("name", DEEDS)
def test_each_move_is_one_persons_and_only_while_it_is_asked(
    people: People, carol: User, ask: Callable[..., Cover], name: str, who: str, state: str
) -> None:
    cover = ask()
    if state != CoverState.ASKED:
        Cover.objects.update(state=state, ended_at=london(NOW))
    person = {"asker": people.bob, "asked": carol, "second": people.ann, "manager": people.manager}[who]
    allowed = state == CoverState.ASKED and who == MAKERS[name]
    cover.refresh_from_db()
    assert (name in moves_of(person, cover, london(NOW))) is allowed
    if allowed:
        assert DEEDS[name](by=person, cover=cover).state == MOVES[name].target
    else:
        with pytest.raises(ActionDenied):
            DEEDS[name](by=person, cover=cover)
    cover.refresh_from_db()
    assert cover.state == (MOVES[name].target if allowed else state)


# What becomes of the rota ----------------------------------------------------------------------------------------


def test_a_whole_shift_changes_its_person(people: People, carol: User, ask: Callable[..., Cover]) -> None:
    cover = ask()
    assert rota() == [("24 09", "24 17", "Bob", "Ann")]
    accept_cover(by=carol, cover=cover)
    assert rota() == [("24 09", "24 17", "Carol", "Ann")]
    assert {("cover.asked", "Carol"), ("cover.accepted", "Bob"), ("cover.accepted", "Carol")} <= told()


def test_a_part_in_the_middle_splits_the_shift_in_three(people: People, carol: User, ask: Callable[..., Cover]) -> None:
    cover = ask("2026-11-24 11:00", "2026-11-24 14:00")
    accept_cover(by=carol, cover=cover)
    middle = ("24 11", "24 14", "Carol", "Ann")
    assert rota() == [("24 09", "24 11", "Bob", "Ann"), middle, ("24 14", "24 17", "Bob", "Ann")]
    cover.refresh_from_db()
    assert cover.shift.starts_at == london("2026-11-24 11:00")


def test_the_second_officer_hands_over_the_second_place(people: People, carol: User, ask: Callable[..., Cover]) -> None:
    accept_cover(by=carol, cover=ask(by=people.ann))
    assert rota() == [("24 09", "24 17", "Bob", "Carol")]


def test_a_swap_changes_both_shifts_at_once(people: People, carol: User, plan: Plan, ask: Callable[..., Cover]) -> None:
    theirs = plan("2026-11-25 09:00", "2026-11-25 17:00", first=carol, second=None)
    accept_cover(by=carol, cover=ask(in_return=theirs))
    assert rota() == [("24 09", "24 17", "Carol", "Ann"), ("25 09", "25 17", "Bob", None)]


def test_a_swap_for_a_shift_that_has_gone_changes_nothing(
    people: People, carol: User, plan: Plan, ask: Callable[..., Cover]
) -> None:
    theirs = plan("2026-11-25 09:00", "2026-11-25 17:00", first=carol, second=None)
    cover = ask(in_return=theirs)
    remove_shift(by=people.manager, shift=theirs)
    with pytest.raises(ActionDenied):
        accept_cover(by=carol, cover=cover)
    assert rota() == [("24 09", "24 17", "Bob", "Ann")]
    cover.refresh_from_db()
    assert cover.state == CoverState.LAPSED


def test_declined_and_taken_back_change_nothing(people: People, carol: User, ask: Callable[..., Cover]) -> None:
    cover = ask()
    decline_cover(by=carol, cover=cover)
    take_back_cover(by=people.bob, cover=ask(shift=cover.shift))
    assert rota() == [("24 09", "24 17", "Bob", "Ann")]
    assert {("cover.declined", "Bob"), ("cover.taken_back", "Carol")} <= told()


# What cannot be asked or taken -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"by": "manager"}, "The rota has changed"),
        ({"asked": "ann"}, "is planned in this shift already"),
        ({"starts": "2026-11-24 08:00"}, "not a part of the shift"),
        ({"ends": "2026-11-24 17:01"}, "not a part of the shift"),
    ],
    ids=["not one's own", "already there", "before it", "after it"],
)
def test_what_cannot_be_asked(people: People, ask: Callable[..., Cover], changes: dict[str, Any], reason: str) -> None:
    named = {name: getattr(people, value) if name in ("by", "asked") else value for name, value in changes.items()}
    with pytest.raises(ActionDenied, match=reason):
        ask(**named)
    assert not Cover.objects.exists()


def test_nobody_who_is_away_is_asked_or_takes_it(people: People, carol: User, ask: Callable[..., Cover]) -> None:
    cover = ask()
    add_absence(by=carol, person=carol, starts_at=london(TUESDAY[0]), ends_at=london(TUESDAY[1]), kind="leave")
    with pytest.raises(ActionDenied, match="Carol is away"):
        accept_cover(by=carol, cover=cover)
    with pytest.raises(ActionDenied, match="Carol is away"):
        ask(by=people.ann, shift=cover.shift)


def test_one_colleague_is_asked_at_a_time(people: People, ask: Callable[..., Cover]) -> None:
    cover = ask()
    with pytest.raises(ActionDenied, match="already"):
        ask(shift=cover.shift, asked=people.manager)


def test_a_shift_that_has_begun_is_not_handed_over(carol: User, ask: Callable[..., Cover], at_noon: Any) -> None:
    cover = ask()
    at_noon.move_to(london(TUESDAY[0]))
    with pytest.raises(ActionDenied, match="begun"):
        accept_cover(by=carol, cover=cover)


# What lapses -----------------------------------------------------------------------------------------------------


def test_what_is_stale_lapses_once_and_both_are_told(carol: User, ask: Callable[..., Cover], at_noon: Any) -> None:
    cover = ask()
    assert lapse_stale_covers() == 0
    at_noon.move_to(london(TUESDAY[0]))
    assert [lapse_stale_covers(), lapse_stale_covers()] == [1, 0]
    cover.refresh_from_db()
    assert cover.state == CoverState.LAPSED
    assert {("cover.lapsed", "Bob"), ("cover.lapsed", "Carol")} <= told()


def test_a_change_of_the_shift_lets_lapse_what_no_longer_fits(people: People, ask: Callable[..., Cover]) -> None:
    cover = ask()
    times = {"starts_at": london(TUESDAY[0]), "ends_at": london(TUESDAY[1])}
    change_shift(by=people.manager, shift=cover.shift, first=people.ann, second=people.bob, **times)
    cover.refresh_from_db()
    assert cover.state == CoverState.ASKED  # Bob is still in it
    change_shift(by=people.manager, shift=cover.shift, first=people.ann, **times)
    cover.refresh_from_db()
    assert cover.state == CoverState.LAPSED


def test_a_shift_that_was_just_removed_is_not_written_anew(people: People, plan: Plan) -> None:
    shift = plan(*TUESDAY)
    remove_shift(by=people.manager, shift=Shift.objects.get())
    times = {"starts_at": london(TUESDAY[0]), "ends_at": london(TUESDAY[1])}
    with pytest.raises(ActionDenied, match="just removed"):
        change_shift(by=people.manager, shift=shift, first=people.ann, **times)
    with pytest.raises(ActionDenied, match="just removed"):
        remove_shift(by=people.manager, shift=shift)
    assert not Shift.objects.exists()


# Pages -----------------------------------------------------------------------------------------------------------


def test_it_is_asked_and_agreed_to_on_the_pages(client: Client, people: People, carol: User, plan: Plan) -> None:
    shift = plan(*TUESDAY)
    client.force_login(people.bob)
    url = f"/duty/shifts/{shift.reference}/cover/"
    assert url in client.get("/duty/mine/").text
    day = {"day": "24", "month": "11", "year": "2026"}
    days = {f"{name}-{part}": value for name in ("start_day", "end_day") for part, value in day.items()}
    answers = {"asked": carol.reference, "start_time": "9:00", "end_time": "5pm", **days}
    assert client.post(url, answers).status_code == 302
    assert "You have asked a colleague about this shift already" in client.post(url, answers).text
    client.force_login(carol)
    cover = Cover.objects.get()
    assert cover.get_absolute_url() in client.get("/duty/").text
    assert "Take it" in client.get(cover.get_absolute_url()).text
    client.post(cover.get_absolute_url(), {"move": "accept"})
    assert rota() == [("24 09", "24 17", "Carol", "Ann")]
    assert client.post(cover.get_absolute_url(), {"move": "decline"}).status_code == 403


def test_the_manager_sees_all_and_others_only_their_own(
    client: Client, people: People, ask: Callable[..., Cover]
) -> None:
    cover = ask()
    seen = {}
    for person in people:
        client.force_login(person)
        seen[person.name] = cover.reference in client.get("/duty/covers/").text
    assert seen == {"Ann": False, "Bob": True, "Mary": True, "Olive": True}


def test_the_list_asks_always_as_much(
    client: Client,
    people: People,
    carol: User,
    ask: Callable[..., Cover],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    cover = ask()
    client.force_login(people.manager)
    client.get("/duty/covers/")
    with django_assert_num_queries(3):
        client.get("/duty/covers/")
    ended = {"state": "declined", "ended_at": london(NOW), "asked_at": london(NOW)}
    same = {"shift": cover.shift, "starts_at": cover.starts_at, "ends_at": cover.ends_at}
    Cover.objects.bulk_create(Cover(**same, **ended, asked_by=people.bob, asked=carol) for _ in range(1000))
    with django_assert_num_queries(3):
        client.get("/duty/covers/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("other", ["take-back", "remove"])
def test_of_two_in_the_same_instant_the_second_is_told(people: People, plan: Plan, other: str) -> None:
    carol = UserFactory(name="Carol", roles=["officer"])
    shift = plan(*TUESDAY)
    cover = ask_cover(by=people.bob, shift=shift, asked=carol, starts_at=shift.starts_at, ends_at=shift.ends_at)
    both = Barrier(2)

    def press(person: User, url: str, data: dict[str, str]) -> int:
        client = Client()
        client.force_login(person)
        try:
            both.wait(10)
            return client.post(url, data).status_code
        finally:
            connection.close()

    against = {
        "take-back": (people.bob, cover.get_absolute_url(), {"move": "take-back"}),
        "remove": (people.manager, f"/duty/shifts/{shift.reference}/remove/", {}),
    }
    with ThreadPoolExecutor(2) as pool:
        accepted = pool.submit(press, carol, cover.get_absolute_url(), {"move": "accept"})
        others = pool.submit(press, *against[other])
        statuses = accepted.result(20), others.result(20)
    assert set(statuses) <= {302, 403}
    assert 302 in statuses
    cover.refresh_from_db()
    assert (cover.state == CoverState.ACCEPTED) == (statuses[0] == 302)
