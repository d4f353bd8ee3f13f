"""Three years of reviews, offers, venues and visits of a small council: 12 councillors and 4 venues.

The whole size: `SIMULATION_COUNCILLORS=120 SIMULATION_VENUES=40`. `SIMULATION_SEED=…` tells other years, and the same
ones each time.
"""

import logging
import os
import random
from collections import Counter

import pytest
import time_machine

from tests.simulation import postbox
from tests.simulation.safety import Council, Size
from tests.simulation.safety_programs import BEGINS
from tests.simulation.safety_rules import SafetyRules

FIRST_FEW = 8


def size() -> Size:
    councillors = int(os.environ.get("SIMULATION_COUNCILLORS", "12"))
    venues = int(os.environ.get("SIMULATION_VENUES", "4"))
    visits = int(os.environ.get("SIMULATION_VISITS", str(4 * councillors)))
    return Size(councillors, venues, visits, int(os.environ.get("SIMULATION_INCIDENTS", str(2 * councillors))))


@pytest.mark.django_db(transaction=True)
def test_no_review_and_no_visit_is_forgotten_in_three_years(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = int(os.environ.get("SIMULATION_SEED", "7"))
    print(f"SIMULATION_SEED={seed}")  # noqa: T201 - pytest shows it when the test fails
    logging.disable()  # a mail server that is down says so very often
    waits = random.Random(seed)
    settings.EMAIL_BACKEND = "tests.simulation.postbox.Backend"
    monkeypatch.setattr(postbox, "TAKEN", [])
    # the broker is down: sweeps alone must do
    monkeypatch.setattr("councilsafe.notifications.actions.telling.wake", lambda *args: None)
    monkeypatch.setattr("councilsafe.notifications.actions.delivering.SystemRandom", lambda: waits)
    with time_machine.travel(BEGINS, tick=False) as clock:
        council = Council(seed, size(), clock)
        council.run()
        rules = SafetyRules(council)
        faults = rules.faults()
    logging.disable(logging.NOTSET)
    assert not faults, f"SIMULATION_SEED={seed}: {len(faults)} faults\n" + "\n".join(faults[:FIRST_FEW])
    enough(council, rules.counts)


def enough(council: Council, counts: Counter[str]) -> None:
    """Something of everything was tried, and held to its rule."""
    deaths = {name: len(times) for name, times in council.died.items()}
    print(dict(counts), deaths)  # noqa: T201 - for who runs it with -s
    assert counts["periodic"] > 2 * council.size.councillors
    assert counts["missed visits"] > council.size.visits // 8
    assert min(counts[f"turn {turn}"] for turn in range(4)) > council.size.councillors // 2
    assert all(len(council.died[name]) for name in ("duty.remind_due_deadlines", "riskassess.watch_visits"))
