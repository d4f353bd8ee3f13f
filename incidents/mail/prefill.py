"""What a message says by itself for a report: only what it shows, and nothing that somebody would have to judge."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from incidents.facts import Facts
from incidents.mail.parsed import ParsedMail
from incidents.models import HeldMail, Identifier

LONGEST_DESCRIPTION = 4000


@dataclass(frozen=True)
class Prefill:
    """`identifiers` are kinds and values by which the sender may be known."""

    facts: Facts
    told: dict[str, Any]
    identifiers: list[tuple[str, str]] = field(default_factory=list)


def prefill(mail: ParsedMail) -> Prefill:
    """For a message that somebody received and saved."""
    day = timezone.localdate(mail.date) if mail.date else None
    return Prefill(facts_of("email"), told(mail.subject, mail.text, day), identifiers(mail.sender, mail.sender_name))


def prefill_held(mail: HeldMail) -> Prefill:
    """For a message that was held back, so that the councillor has not read it."""
    day = timezone.localdate(mail.sent_at or mail.received_at)
    known = identifiers(mail.sender, mail.sender_name)
    return Prefill(facts_of("quarantined_email"), told(mail.subject, mail.body, day), known)


def facts_of(channel: str) -> Facts:
    return {"channel": channel, "place": "remote"}


def told(subject: str, text: str, day: Any) -> dict[str, Any]:
    description = "\n\n".join(filter(None, [subject, text]))
    return {"description": description[:LONGEST_DESCRIPTION], "happened_on": day}


def identifiers(address: str, name: str) -> list[tuple[str, str]]:
    """Many programs write the address where the name should be; that is no name."""
    found = {Identifier.Kind.EMAIL.value: address, Identifier.Kind.NAME.value: "" if name == address else name}
    return [(kind, value) for kind, value in found.items() if value]
