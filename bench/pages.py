"""Pages with 100,000 incidents against the same pages with 1,000, and the time that seeding takes."""

import statistics
import time
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.figures import Figure
from bench.world import LARGE, SIZES, SMALL, fill, use
from councilsafe.accounts.models import User

PAGES = {
    "queue": ("officer@example.org", "/queue/"),
    "queue-later": ("officer@example.org", "/queue/?clock=later"),
    "queue-closed": ("officer@example.org", "/queue/?state=closed"),
    "dashboard-monitoring": ("monitoring@example.org", "/dashboard/"),
    "dashboard-manager": ("manager@example.org", "/dashboard/"),
}
SEED = "seed"
NAMES = [SEED, *PAGES]
ROUNDS, REQUESTS = 7, 12
SLOWER_AT_MOST = 1.5
SEED_SECONDS = 120


def figures(only: str) -> Iterator[Figure]:
    wanted = {name: page for name, page in PAGES.items() if name.startswith(only)}
    if not wanted and not SEED.startswith(only):
        return
    fill(SMALL)
    seconds = fill(LARGE)
    if SEED.startswith(only):
        yield Figure(f"seed-{SIZES[LARGE]}", seconds, SEED_SECONDS, "seconds")
    for name, (email, path) in wanted.items():
        yield Figure(
            f"{name}-queries-difference", abs(queries(LARGE, email, path) - queries(SMALL, email, path)), 0, "queries"
        )
        yield Figure(f"{name}-100000-to-1000", ratio(email, path), SLOWER_AT_MOST)


def signed_in(name: str, email: str) -> Client:
    use(name)
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def queries(name: str, email: str, path: str) -> int:
    client = signed_in(name, email)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        get(client, path)
    return len(captured)


def ratio(email: str, path: str, larger: str = LARGE) -> float:
    """The medians of blocks of requests, large and small in turn so that the machine's moods reach both."""
    clients = {name: signed_in(name, email) for name in (SMALL, larger)}
    times: dict[str, list[float]] = {SMALL: [], larger: []}
    for _ in range(ROUNDS):
        for name, client in clients.items():
            use(name)
            get(client, path)  # connects, and warms what is cold
            times[name] += [timed(client, path) for _ in range(REQUESTS)]
    return statistics.median(times[larger]) / statistics.median(times[SMALL])


def timed(client: Client, path: str) -> float:
    began = time.perf_counter()
    get(client, path)
    return time.perf_counter() - began


def get(client: Client, path: str) -> None:
    status = client.get(path).status_code
    if status != 200:
        raise SystemExit(f"{path} answers {status}")
