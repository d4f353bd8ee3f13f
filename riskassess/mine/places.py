"""Where a councillor finds what keeps them safe: the pages that "My safety" leads to."""

from dataclasses import dataclass

from django.urls import reverse

from councilsafe.access import Permission
from councilsafe.accounts.models import User


@dataclass(frozen=True, slots=True)
class Place:
    text: str
    hint: str
    name: str  # of its URL
    permission: Permission

    @property
    def href(self) -> str:
        return reverse(self.name)


# In the order in which somebody needs them.
PLACES: tuple[Place, ...] = (
    Place(
        "Briefings",
        "What your council wants you to know before something happens",
        "my-briefings",
        Permission.OWN_SAFETY,
    ),
    Place(
        "My safety plan",
        "What we see, what is offered to you, and what is in place. You can print it.",
        "my-plan",
        Permission.OWN_SAFETY,
    ),
    Place("Visits", "Say when you will be out, check in, buddies", "my-visits", Permission.OWN_SAFETY),
    Place("What you plan", "What could go wrong, what helps, and help with it", "my-activities", Permission.OWN_SAFETY),
    Place(
        "Where to meet people",
        "Places that health and safety has looked at, and how to use them safely",
        "my-venues",
        Permission.OWN_SAFETY,
    ),
    Place(
        "Advice before a visit", "Say whom you will visit, and hear how to do it safely", "look-up", Permission.LOOK_UP
    ),
)


def places(user: User) -> list[Place]:
    return [place for place in PLACES if user.may(place.permission)]
