"""Who a message names as its sender: only ever as possible, because whoever writes one can put any name into it."""

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from councilsafe.accounts.models import User
from incidents.actions.evidence import link
from incidents.actions.people import Told, add_person
from incidents.evidence.crypt import UnreadableError
from incidents.evidence.store import store
from incidents.mail.parse import parse
from incidents.mail.prefill import prefill
from incidents.models import Evidence, EvidenceQuerySet, Identifier, Incident
from incidents.people.normalise import Given, normalise
from incidents.people.reading import people_already_on

logger = logging.getLogger(__name__)
READ = "read for its sender"
SWEPT_FOR = timedelta(days=2)
SWEEP_SIZE = 50
SWEEP_SECONDS = 20
LONGEST = 300  # of what is kept of an identifier, and of the form that is compared
LONGEST_LABEL = 120


def read_sender(*, evidence_id: int) -> bool:
    """Read one message that belongs to a report, once. Says whether it is done; what cannot be opened waits."""
    evidence = unread().filter(pk=evidence_id).first()
    if evidence is None:
        return False
    try:
        with store.open(evidence.key) as plain:
            said = prefill(parse(plain))
    except (UnreadableError, OSError) as error:
        logger.error("Evidence %s is not read yet, and waits: %s", evidence.reference, error)
        return False
    return keep_sender(evidence_id=evidence_id, identifiers=said.identifiers)


@transaction.atomic
def keep_sender(*, evidence_id: int, identifiers: list[tuple[str, str]]) -> bool:
    """Name the sender on the case. It is nobody's word but the message's, so nobody but we put it there."""
    evidence = unread().select_for_update(of=("self",)).filter(pk=evidence_id).first()
    if evidence is None or evidence.incident is None:
        return False
    link(evidence, by=None, verb=READ)
    why, sent_by = f"Named as the sender of {evidence.reference}", [evidence.uploaded_by]
    name_sender(by=None, incident=evidence.incident, identifiers=identifiers, why=why, but=sent_by)
    return True


def unread() -> EvidenceQuerySet:
    """Messages that belong to a report, are checked, and were not read yet."""
    checked = Evidence.objects.messages().exclude(state=Evidence.State.WAITING).filter(incident__isnull=False)
    return checked.exclude(custody__verb=READ).select_related("uploaded_by", "incident__reporter")


def read_waiting(*, now: datetime | None = None) -> int:
    """What no worker was woken for, of the last days, each for itself. Returns how many were read."""
    since, stop_at = (now or timezone.now()) - SWEPT_FOR, time.monotonic() + SWEEP_SECONDS
    lately = unread().filter(Q(received_at__gte=since) | Q(incident__reported_at__gte=since))
    keys = lately.order_by("received_at", "id").values_list("pk", flat=True)[:SWEEP_SIZE]
    return sum(read_sender(evidence_id=pk) for pk in keys if time.monotonic() < stop_at)


# Naming ----------------------------------------------------------------------------------------------------------


@transaction.atomic
def name_sender(
    *,
    by: User | None,
    incident: Incident,
    identifiers: list[tuple[str, str]],
    why: str,
    but: Iterable[User] = (),
) -> None:
    """As possibly behind it, unless somebody on the case is known by it already. Never a party, nor one of `but`."""
    known_by = usable(identifiers)
    own = {normalise("email", user.email) for user in (incident.reporter, incident.councillor, *but) if user}
    if known_by and known_by[0].normalised not in own and not is_on_case(known_by[0], incident):
        label = known_by[-1].value[:LONGEST_LABEL]
        add_person(
            by=by,
            incident=incident,
            told=Told(kind="partly", label=label, standing="possible", why=why, known_by=known_by),
        )


def usable(identifiers: list[tuple[str, str]]) -> list[Given]:
    """The address first, which says more than a name. Whatever is too long to be true is left out."""
    found = [Given(kind=kind, value=value) for kind, value in identifiers]
    return [given for given in found if len(given.value) <= LONGEST and 0 < len(given.normalised) <= LONGEST]


def is_on_case(given: Given, incident: Incident) -> bool:
    """Also who was ruled out: they are not offered again."""
    there = incident.involvements.values("person")
    same = Identifier.objects.filter(kind=given.kind, normalised=given.normalised)
    return same.filter(Q(person__in=people_already_on(incident)) | Q(person__in=there)).exists()
