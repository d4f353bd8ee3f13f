"""Evidence: received, checked, looked at, downloaded, given to others. Every step is a link of its chain of custody."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import SYSTEM, record
from councilsafe.notifications.broker import wake
from incidents import signals
from incidents.actions.files import check_all, check_file, close_anew, closed_anew, forget
from incidents.evidence import limits
from incidents.evidence.crypt import recipient
from incidents.evidence.kinds import MESSAGES
from incidents.evidence.lists import Owner, files_of, room_of
from incidents.evidence.store import store
from incidents.evidence.uploads import Received
from incidents.from_message import forget_message, used
from incidents.models import CustodyEvent, Draft, Evidence, HeldMail, Incident, Message, StoredFile, stored_files

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
    forget([evidence.key, evidence.preview_key])
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
    """Scan one file that waits, and draw its preview. Returns whether its state is settled now."""
    return check_file(Evidence, evidence_id, then=checked)


def checked(evidence: Evidence) -> None:
    link(evidence, by=None, verb="checked", detail=Evidence.State(evidence.state).label)
    ask_for_sender(evidence)


def ask_for_sender(evidence: Evidence) -> None:
    """A message that belongs to a report is read by a worker, so that a hostile one holds up nobody."""
    if evidence.kind in MESSAGES and evidence.incident_id and evidence.state != Evidence.State.INFECTED:
        transaction.on_commit(partial(wake, "incidents.read_sender", evidence.pk))


def check_waiting() -> int:
    """Check what waits, each for itself. Returns how many are settled now."""
    return check_all(Evidence, lambda pk: check_evidence(evidence_id=pk))


# Keeping ---------------------------------------------------------------------------------------------------------


def sweep_orphans() -> int:
    """Delete what no row knows: of requests, drafts and processes that ended half-way. Returns how many."""
    gone = 0
    for key in store.untouched_for(ORPHAN_AFTER):
        if not is_known(key):
            store.delete(key)
            gone += 1
    return gone


def is_known(key: str) -> bool:
    """To a row of any kind: what is forgotten here is lost for good."""
    of_file = Q(key=key) | Q(preview_key=key)
    files = (rows._default_manager.filter(of_file).exists() for rows in stored_files())
    return any(files) or HeldMail.objects.filter(key=key).exists()


def with_old_keys() -> list[StoredFile | HeldMail]:
    now = recipient()
    files = [file for rows in stored_files() for file in rows._default_manager.exclude(recipient=now)]
    return [*files, *HeldMail.objects.exclude(recipient=now)]


@transaction.atomic
def change_key(*, of: StoredFile | HeldMail) -> None:
    """Encrypt it anew under the first of our keys. Raises UnreadableError when it is not what was received."""
    row = type(of)._default_manager.select_for_update().get(pk=of.pk)
    if isinstance(row, HeldMail):
        old = row.key
        row.key, row.recipient = closed_anew(row.key, row.fingerprint), recipient()
        row.save(update_fields=["key", "recipient"])
        forget([old])
    else:
        close_anew(row)
    if isinstance(row, Evidence):
        link(row, by=None, verb="key changed")
    else:
        record(by=None, verb="key changed", on=row)
