"""Every change to what is known of risks: the change, its audit event and its messages in one transaction."""

from riskassess.actions.reviews import (
    StaleReviewError,
    checked_next_review,
    do_review,
    ensure_profile,
    look_after_reviews,
    open_due_periodic_reviews,
    record_opening,
    reopen,
)

__all__ = [
    "StaleReviewError",
    "checked_next_review",
    "do_review",
    "ensure_profile",
    "look_after_reviews",
    "open_due_periodic_reviews",
    "record_opening",
    "reopen",
]
