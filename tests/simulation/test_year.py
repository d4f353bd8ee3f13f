"""A year of a council in a minute. `SIMULATION_SEED=…` tells another year, and the same one each time.

`make simulate` tells one with 2,000 reports.
"""

import logging
import os
import random

import pytest
import time_machine

from tests.simulation import postbox
from tests.simulation.rules import Rules
from tests.simulation.year import BEGINS, Year

INCIDENTS = int(os.environ.get("SIMULATION_INCIDENTS", "50"))
FIRST_FEW = 5


@pytest.mark.django_db(transaction=True)
def test_nothing_is_forgotten_in_a_year(settings, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = int(os.environ.get("SIMULATION_SEED", "7"))
    print(f"SIMULATION_SEED={seed}")  # noqa: T201 - pytest shows it when the test fails
    logging.disable()  # a mail server that is down for a day says so very often
    waits = random.Random(seed)
    settings.EMAIL_BACKEND = "tests.simulation.postbox.Backend"
    monkeypatch.setattr(postbox, "TAKEN", [])
    for module in ("councilsafe.notifications.actions.telling", "triage.actions.together"):
        monkeypatch.setattr(f"{module}.wake", lambda *args: None)  # the broker is down: sweeps alone must do
    # its waits between tries, so that a seed tells the same year again
    monkeypatch.setattr("councilsafe.notifications.actions.delivering.SystemRandom", lambda: waits)
    with time_machine.travel(BEGINS, tick=False) as clock:
        year = Year(seed, INCIDENTS, clock)
        year.run()
        faults = Rules(year).check()
    logging.disable(logging.NOTSET)
    assert not faults, f"SIMULATION_SEED={seed}: {len(faults)} faults\n" + "\n".join(faults[:FIRST_FEW])
