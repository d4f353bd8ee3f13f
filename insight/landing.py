"""Where each reader belongs when they come in at the front door."""

from councilsafe.access import Permission, Role
from councilsafe.accounts.models import User

# The first permission that the reader has decides. Officers may report too, but come to work.
LANDINGS = {
    Permission.SEE_DASHBOARD: "dashboard",
    Permission.SEE_CASES: "queue",
    Permission.REPORT: "report-start",
    Permission.SEE_REVIEWS: "risk-reviews",
    Permission.SUPPORT: "support",
    Permission.SUPPORT_GROUP: "support-shared",
}
PLANS = {
    Role.POLICE: "The cases that the council has referred to you, and no others.",
    Role.ADMIN: "Accounts, roles, sign-in and settings. Cases are not part of your role.",
}


def landing(user: User) -> str | None:
    """The name of a URL, or None where there is no page for this reader yet."""
    return next((name for permission, name in LANDINGS.items() if user.may(permission)), None)


def plans(user: User) -> list[str]:
    """What will be here for somebody who has no page yet."""
    return [words for role, words in PLANS.items() if user.has_role(role)]
