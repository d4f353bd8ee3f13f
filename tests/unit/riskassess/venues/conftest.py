"""Venues in the states that they go through."""

import pytest

from councilsafe.accounts.models import User
from riskassess.actions import venues
from riskassess.models import Venue
from tests.unit.riskassess.venues.making import ABOUT, assessed, finished


@pytest.fixture
def venue(safety: User) -> Venue:
    """Known, and not assessed yet."""
    return venues.add_venue(by=safety, **ABOUT)


@pytest.fixture
def approved(safety: User, venue: Venue) -> Venue:
    return finished(safety, assessed(safety, venue))
