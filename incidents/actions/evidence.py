"""Evidence: received, checked, looked at, downloaded, given to others. Every step is a link of its chain of custody."""

import hashlib
import logging
import time
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import SYSTEM, record
from councilsafe.notifications.actions import wait
from councilsafe.notifications.broker import wake
from incidents import signals
from incidents.evidence import limits, previews, scan
from incidents.evidence.crypt import UnreadableError, recipient
from incidents.evidence.kinds import MESSAGES
from incidents.evidence.lists import Owner, files_of, room_of
from incidents.evidence.store import store
from incidents.evidence.uploads import CHUNK, Received
from incidents.from_message import forget_message, used
from incidents.models import CustodyEvent, Draft, Evidence, HeldMail, Incident, Message

logger = logging.getLogger(__name__)
PREVIEW_TRIES = 3  # a picture that brings its reader down three times is kept without a preview
SWEEP_SIZE = 100
SWEEP_SECONDS = 20
ORPHAN_AFTER = timedelta(days=1)


# Coming in -------------------------------------------------------------------------------------------------------


@transaction.atomic
def receive(
    *,
    by: User,
    files: list[Received],
    incident: Incident | None = None,
    draft: Draft | None = None,
    message: Message | None = None,
) -> list[Evidence]:
    """Keep what was received, for an incident or a draft; a file sent twice is kept once.

    Returns what there is of it now. A file that found no more room is `refused`, as are those that were so before.
    """
    owner = owner_of(incident, draft)
    kept = [keep(by, file, owner, message) for file in files if not file.refused]
    added = [evidence for evidence, is_new in kept if evidence and is_new]
    if added and isinstance(owner, Incident):
        record(by=by, verb="files received", on=owner, detail=f"{len(added)}")
        signals.evidence_received.send(Evidence, incident=owner, by=by, evidence=added, message=message)
    return [evidence for evidence, _ in kept if evidence]


def owner_of(incident: Incident | None, draft: Draft | None) -> Owner:
    """Locked, so that the limit holds for those who send at the same time too. A draft may be an incident by now."""
    if draft is not None:
        draft = Draft.objects.select_for_update().get(pk=draft.pk)
        incident = draft.incident
    if incident is not None:
        return Incident.objects.select_for_update().get(pk=incident.pk)
    if draft is None:
        raise ValueError("Evidence belongs to an incident or to a draft.")
    return draft


def keep(by: User, file: Received, owner: Owner, message: Message | None) -> tuple[Evidence | None, bool]:
    """The evidence, and whether it is new."""
    known = files_of(owner).filter(digest=file.digest, uploaded_by=by, message=message).first()
    if known:
        return known, False
    if file.size > room_of(owner):
        file.refused = limits.TOO_MUCH
        return None, False
    of = {"incident": owner} if isinstance(owner, Incident) else {"draft": owner}
    evidence = Evidence.objects.create(
        **of,
        message=message,
        uploaded_by=by,
        name=file.name,
        kind=file.kind,
        size=file.size,
        digest=file.digest,
        key=file.key,
        recipient=file.recipient,
    )
    file.kept = True
    link(evidence, by=by, verb="received", detail=f"SHA-256 {file.digest}")
    transaction.on_commit(partial(wake, "incidents.check_evidence", evidence.pk))
    return evidence, True


@transaction.atomic
def adopt_evidence(*, by: User, draft: Draft, incident: Incident) -> None:
    """When a draft is sent its files become the incident's, and from here their chain is kept."""
    for evidence in Evidence.objects.filter(draft=draft, incident=None).select_for_update():
        evidence.incident, evidence.draft = incident, None
        evidence.save(update_fields=["incident", "draft"])
        add_link(evidence, by.reference, "received", f"SHA-256 {evidence.digest}", evidence.received_at)
        if evidence.checked_at:
            add_link(evidence, SYSTEM, "checked", evidence.get_state_display(), evidence.checked_at)
            ask_for_sender(evidence)


@transaction.atomic
def remove_evidence(*, by: User, evidence: Evidence) -> None:
    """Until a report is sent, its writer may change their mind. Afterwards this raises Evidence.DoesNotExist.

    What a message alone had answered goes with it.
    """
    unsent = Evidence.objects.filter(draft__reporter=by, draft__submitted_at=None, incident=None)
    draft = Draft.objects.select_for_update().filter(evidence=evidence).first()
    evidence = unsent.select_for_update(of=("self",)).get(pk=evidence.pk)
    if draft and evidence.reference in used(draft.answers):
        forget_message(draft.answers, evidence.reference)
        draft.save(update_fields=["answers", "changed_at"])
    record(by=by, verb="removed before sending", on=evidence)
    erase(evidence)


@transaction.atomic
def drop_evidence(*, by: User | None, draft: Draft) -> None:
    """Before a draft is deleted: what was only its own goes with it."""
    for evidence in Evidence.objects.filter(draft=draft, incident=None).select_for_update():
        record(by=by, verb="removed with its draft", on=evidence)
        erase(evidence)


def erase(evidence: Evidence) -> None:
    for key in filter(None, (evidence.key, evidence.preview_key)):
        transaction.on_commit(partial(store.delete, key))
    evidence.delete()


# The chain -------------------------------------------------------------------------------------------------------


def link(evidence: Evidence, *, by: User | None, verb: str, detail: str = "") -> None:
    """The audit has it always; the chain begins when the report is sent, because until then nothing is evidence yet."""
    record(by=by, verb=verb, on=evidence, detail=detail)
    if evidence.incident_id:
        add_link(evidence, by.reference if by else SYSTEM, verb, detail)


def add_link(evidence: Evidence, actor: str, verb: str, detail: str, at: datetime | None = None) -> None:
    CustodyEvent.objects.create(evidence=evidence, actor=actor, verb=verb, detail=detail, at=at or timezone.now())


@transaction.atomic
def record_view(*, by: User, evidence: Evidence) -> None:
    link(evidence, by=by, verb="viewed")


@transaction.atomic
def record_download(*, by: User, evidence: Evidence) -> None:
    link(evidence, by=by, verb="downloaded")


@transaction.atomic
def disclose(*, by: User, evidence: Evidence, to: str) -> None:
    """It was given to somebody, outside of this system. `to` stays in the chain, and out of the audit."""
    record(by=by, verb="disclosed", on=evidence)
    add_link(evidence, by.reference, "disclosed", f"to {to}")


# Checking --------------------------------------------------------------------------------------------------------


def check_evidence(*, evidence_id: int) -> bool:
    """Scan one file that waits, and draw its preview. Returns whether its state is settled now.

    It is claimed for a while and not locked: a file that brings the worker down has to wait longer every time.
    """
    evidence = claim(evidence_id)
    if evidence is None:
        return False
    try:
        state = scan.verdict(evidence.key)
        preview = None if state == Evidence.State.INFECTED else draw_preview(evidence)
    except (scan.ScannerError, UnreadableError, OSError) as error:
        logger.error("Evidence %s is not checked yet, and waits: %s", evidence.reference, error)
        return False
    settle(evidence, state, preview)
    return True


@transaction.atomic
def claim(evidence_id: int) -> Evidence | None:
    now = timezone.now()
    evidence = waiting(now).select_for_update(skip_locked=True).filter(pk=evidence_id).first()
    if evidence:
        evidence.attempts += 1
        evidence.next_check_at = now + wait(evidence.attempts)
        evidence.save(update_fields=["attempts", "next_check_at"])
    return evidence


def waiting(now: datetime) -> QuerySet[Evidence]:
    return Evidence.objects.filter(state=Evidence.State.WAITING, next_check_at__lte=now)


def draw_preview(evidence: Evidence) -> str:
    """Its key, or nothing."""
    if evidence.attempts > PREVIEW_TRIES:
        return ""
    preview = previews.preview_of(evidence.key, evidence.kind)
    return store.put(preview) if preview else ""


@transaction.atomic
def settle(evidence: Evidence, state: Evidence.State, preview: str | None) -> None:
    """Unless somebody else was quicker, or it was removed meanwhile; then the sweep finds the preview."""
    rows = Evidence.objects.select_for_update().filter(pk=evidence.pk, state=Evidence.State.WAITING)
    current = rows.first()
    if current is None:
        return
    current.state, current.preview_key, current.checked_at = state, preview or "", timezone.now()
    current.save(update_fields=["state", "preview_key", "checked_at"])
    link(current, by=None, verb="checked", detail=state.label)
    ask_for_sender(current)


def ask_for_sender(evidence: Evidence) -> None:
    """A message that belongs to a report is read by a worker, so that a hostile one holds up nobody."""
    if evidence.kind in MESSAGES and evidence.incident_id and evidence.state != Evidence.State.INFECTED:
        transaction.on_commit(partial(wake, "incidents.read_sender", evidence.pk))


def check_waiting() -> int:
    """Check what waits, each for itself. Returns how many are settled now."""
    stop_at = time.monotonic() + SWEEP_SECONDS
    due = waiting(timezone.now()).order_by("next_check_at").values_list("pk", flat=True)[:SWEEP_SIZE]
    return sum(check_evidence(evidence_id=pk) for pk in due if time.monotonic() < stop_at)


# Keeping ---------------------------------------------------------------------------------------------------------


def sweep_orphans() -> int:
    """Delete what no row knows: of requests, drafts and processes that ended half-way. Returns how many."""
    gone = 0
    for key in store.untouched_for(ORPHAN_AFTER):
        known = Evidence.objects.filter(Q(key=key) | Q(preview_key=key)).exists()
        if not known and not HeldMail.objects.filter(key=key).exists():
            store.delete(key)
            gone += 1
    return gone


def with_old_keys() -> list[Evidence | HeldMail]:
    now = recipient()
    return [*Evidence.objects.exclude(recipient=now), *HeldMail.objects.exclude(recipient=now)]


def change_key(*, of: Evidence | HeldMail) -> None:
    """Encrypt it anew under the first of our keys. Raises UnreadableError when it is not what was received."""
    if isinstance(of, Evidence):
        change_key_of_evidence(evidence=of)
    else:
        change_key_of_mail(mail=of)


@transaction.atomic
def change_key_of_evidence(*, evidence: Evidence) -> None:
    evidence = Evidence.objects.select_for_update().get(pk=evidence.pk)
    old = [evidence.key, evidence.preview_key]
    evidence.key = closed_anew(evidence.key, evidence.digest)
    evidence.preview_key = closed_anew(evidence.preview_key) if evidence.preview_key else ""
    evidence.recipient = recipient()
    evidence.save(update_fields=["key", "preview_key", "recipient"])
    link(evidence, by=None, verb="key changed")
    forget(old)


@transaction.atomic
def change_key_of_mail(*, mail: HeldMail) -> None:
    mail = HeldMail.objects.select_for_update().get(pk=mail.pk)
    old = [mail.key]
    mail.key, mail.recipient = closed_anew(mail.key, mail.fingerprint), recipient()
    mail.save(update_fields=["key", "recipient"])
    record(by=None, verb="key changed", on=mail)
    forget(old)


def forget(keys: list[str]) -> None:
    for key in filter(None, keys):
        transaction.on_commit(partial(store.delete, key))


def closed_anew(key: str, digest: str = "") -> str:
    """The key of a copy that only the first of our keys opens, with the same bytes in it."""
    seen = hashlib.sha256()
    deposit = store.begin()
    try:
        with store.open(key) as plain:
            while chunk := plain.read(CHUNK):
                seen.update(chunk)
                deposit.write(chunk)
        if digest and seen.hexdigest() != digest:
            raise UnreadableError("It is not what was received.")
        deposit.finish()
    except BaseException:
        deposit.abandon()
        raise
    return deposit.key
