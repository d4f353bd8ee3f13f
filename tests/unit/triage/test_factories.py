"""The tests' own examples stand at the tiers that their names say."""

import pytest

from tests import factories
from triage.process import Tier, current_version, score


@pytest.mark.parametrize("tier", [Tier.LOG, Tier.COUNCIL, Tier.POLICE])
def test_the_example_stands_at_its_tier(tier: Tier) -> None:
    assert score(current_version(), getattr(factories, tier.name)).tier is tier
