"""What the addresses of each room are about: a function a room, which makes them in the council of the test."""

from collections.abc import Callable
from typing import Any

from tests.access_matrix.activities import of_activities
from tests.access_matrix.profiles import of_profiles
from tests.access_matrix.register import of_register
from tests.access_matrix.tensions import of_tensions
from tests.access_matrix.venues import of_venues
from tests.access_matrix.visits import of_visits
from triage.models import Case

People = dict[str, Any]
Arguments = dict[str, dict[str, Any]]

ROOMS: list[Callable[[People, dict[str, Case]], Arguments]] = [
    of_activities,
    of_profiles,
    of_register,
    of_tensions,
    of_venues,
    of_visits,
]
