"""Who may know of a report, as its reporter chose before it was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Trust:
    """`confidence` is what keep_confidential takes; empty for a report that the team may read. `consents` by purpose.

    No consents for somebody who has not been asked: that is not the same as no.
    """

    confidence: Mapping[str, Any] = field(default_factory=dict)
    consents: Mapping[str, bool] = field(default_factory=dict)
