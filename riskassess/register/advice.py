"""What to do before a visit: plain data. Why everybody gets the same page is in decision 0027 (P8)."""

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.db.models import TextChoices

from incidents.people.normalise import normalise
from riskassess.register.addresses import spot


class VisitAdvice(TextChoices):
    """From the mildest to the strictest. Each of them is given to people who are not in the register too."""

    CALL = "call-first", "Call the duty officer before you set out"
    COMPANY = "not-alone", "Do not visit alone: take somebody with you"
    OFFICER = "with-officer", "Visit only together with an officer"
    BUILDING = "council-building", "Do not visit: meet at a council building"


STRICTNESS = list(VisitAdvice)

# The one answer to every look-up, whoever it was about. Nothing here may ever depend on that.
GENERAL = (
    "An officer may ring you before the visit about practical arrangements.",
    "If nobody has rung you, ring the duty officer before you set out.",
    "If you can, take somebody with you, or meet at a council building.",
    "Tell somebody where you are going, and when you expect to be back.",
    "Keep your phone charged and on you, and sit where you can leave.",
    "If something feels wrong, leave. You need no reason.",
)

# Out of twenty people who are not in the register, how many get each advice. All four are given, so none of them tells.
USUAL = (
    *[VisitAdvice.COMPANY] * 8,
    *[VisitAdvice.BUILDING] * 6,
    *[VisitAdvice.CALL] * 5,
    VisitAdvice.OFFICER,
)


@dataclass(frozen=True, slots=True)
class Advice:
    """What whoever looked somebody up is told: always the same lines, with the look-up's own reference."""

    reference: str
    lines: tuple[str, ...] = GENERAL


def usual_advice(name: str, address: str) -> VisitAdvice:
    """For somebody whom nothing is known of: drawn by a secret key, and always the same for the same person.

    Asked again, or by somebody else, or with the words in another order, it does not change; nor with more or less of
    an address, because for somebody who is in the register it does not either.
    """
    who = normalise("name", name) or spot(normalise("address", address))
    drawn = hmac.new(settings.SECRET_KEY.encode(), f"look-up:{who}".encode(), hashlib.sha256).digest()
    return USUAL[int.from_bytes(drawn[:8]) % len(USUAL)]


def strictest(found: list[str]) -> VisitAdvice:
    return max(map(VisitAdvice, found), key=STRICTNESS.index)
