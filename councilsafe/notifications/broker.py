"""Waking a worker. Only a courtesy: the row is there, and a sweep finds it when the broker is down or has forgotten."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError
from kombu.pools import producers

logger = logging.getLogger(__name__)

# A person is waiting for their page: one try, and at most a second for a broker that does not answer.
# (Kombu's own default goes on for six seconds when the connection is refused.)
IMPATIENT = {"max_retries": 0, "socket_connect_timeout": 1, "socket_timeout": 1}


def wake(task: str, *args: int) -> None:
    """Ask for a task by its name. When the broker cannot be reached that is logged, never raised."""
    connection = current_app.connection_for_write(transport_options=IMPATIENT)
    try:
        with producers[connection].acquire(block=True) as producer:
            current_app.send_task(task, args=args, producer=producer)
    except OperationalError as error:
        logger.warning("The broker did not take %s; the sweep will do it. %s", task, type(error).__name__)
