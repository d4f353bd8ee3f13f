"""GOV.UK Notify with a real worker: what it has accepted is not sent again, whenever the worker dies."""

from collections.abc import Callable

from councilsafe.notifications.models import OutboxMessage
from tests.faults.processes import Program, let_sweeps_pass, wait_until
from tests.standins.notify import Notify

Start = Callable[[str], Program]
Tell = Callable[..., list[str]]


def all_sent() -> bool:
    return OutboxMessage.objects.exists() and not OutboxMessage.objects.unsent().exists()


def test_worker_killed_between_accepting_and_marking(notify: Notify, program: Start, tell_officer: Tell) -> None:
    """Notify has the message, and nobody here knows. The next worker asks by our reference, and finds it."""
    notify.answering.clear()
    program("beat")
    worker = program("worker")
    tell_officer("a")
    wait_until(notify.holding.is_set)
    worker.kill()
    notify.answering.set()
    worker.start()
    wait_until(all_sent)
    let_sweeps_pass()
    [accepted] = notify.accepted
    message = OutboxMessage.objects.get()
    assert (message.key, message.provider_id, message.delivery) == ("a", accepted["id"], "accepted")
    assert [request for request in notify.requests if request.startswith("GET")] == [
        "GET /v2/notifications?reference=a"
    ]
