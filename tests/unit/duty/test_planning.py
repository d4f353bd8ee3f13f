"""Planning, changing and removing a shift."""

from collections.abc import Callable, Iterator

import pytest
import time_machine

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty import actions
from councilsafe.duty.models import Shift
from tests.unit.duty.conftest import People, london

Plan = Callable[..., Shift]


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stands at nine on a Monday morning, and moves only when it is told to."""
    with time_machine.travel(london("2026-11-23 09:00"), tick=False) as clock:
        yield clock


def test_planning_is_on_record(plan: Plan, people: People) -> None:
    shift = plan("2026-11-23 09:00", "2026-11-23 17:00")
    event = AuditEvent.objects.get(object_type="shift", object_ref=shift.reference)
    assert (event.verb, event.actor) == ("shift planned", people.manager.reference)


def change(shift: Shift, by: User) -> None:
    actions.change_shift(
        by=by, shift=shift, starts_at=shift.starts_at, ends_at=shift.ends_at, first=shift.second, second=shift.first
    )


def test_a_shift_can_be_changed_until_it_is_over(plan: Plan, people: People, clock: time_machine.Traveller) -> None:
    shift = plan("2026-11-23 09:00", "2026-11-23 17:00")
    change(shift, people.manager)
    shift.refresh_from_db()
    assert (shift.first, shift.second) == (people.ann, people.bob)
    clock.move_to(london("2026-11-23 17:00"))
    with pytest.raises(ActionDenied, match="This shift is over"):
        change(shift, people.manager)


def test_a_shift_can_be_removed_until_it_is_over(plan: Plan, people: People, clock: time_machine.Traveller) -> None:
    over, coming = plan("2026-11-22 09:00", "2026-11-23 09:00"), plan("2026-11-23 09:00", "2026-11-23 17:00")
    actions.remove_shift(by=people.manager, shift=coming)
    with pytest.raises(ActionDenied, match="This shift is over"):
        actions.remove_shift(by=people.manager, shift=over)
    assert list(Shift.objects.all()) == [over]
    assert AuditEvent.objects.filter(verb="shift removed", object_ref=coming.reference).count() == 1
