"""The queue with 100,000 and with 1,000,000 cases against the same page with 1,000."""

from collections.abc import Iterator

from bench.figures import Figure
from bench.pages import queries, ratio
from bench.world import HUGE, LARGE, SIZES, SMALL, fill, multiply, use
from incidents.models import Incident

OFFICER = "officer@example.org"
RARE = "zugzwang"
PAGES = {
    "queue-first": "/queue/?state=open",
    "queue-filtered": "/queue/?state=open&tier=police&sort=newest",
    "queue-tier": "/queue/?state=all&sort=tier",
    "queue-common-word": "/queue/?q=stranger",
    "queue-rare-word": f"/queue/?q={RARE}",
    "queue-name": "/queue/?q=abel",
    "queue-last": "/queue/?state=all&sort=newest&cursor=last",
}
NAMES = [*PAGES]
SLOWER_AT_MOST = 2


def figures(only: str) -> Iterator[Figure]:
    wanted = {name: path for name, path in PAGES.items() if name.startswith(only)}
    if not wanted:
        return
    fill(SMALL)
    fill(LARGE)
    multiply()
    for size in (SMALL, LARGE, HUGE):
        say_something_rare(size)
    for name, path in wanted.items():
        few = queries(SMALL, OFFICER, path)
        for size in (LARGE, HUGE):
            more = abs(queries(size, OFFICER, path) - few)
            yield Figure(f"{name}-{SIZES[size]}-queries-difference", more, 0, "queries")
            yield Figure(f"{name}-{SIZES[size]}-to-1000", ratio(OFFICER, path, size), SLOWER_AT_MOST)


def say_something_rare(size: str) -> None:
    """In three of the oldest, which is where a search finds them last."""
    use(size)
    oldest = Incident.objects.filter(restricted=False).order_by("reported_at")[:3]
    Incident.objects.filter(pk__in=list(oldest.values_list("pk", flat=True))).update(description=f"A {RARE}.")
