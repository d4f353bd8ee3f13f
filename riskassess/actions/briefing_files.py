"""Files of a briefing: pictures and PDFs, kept like evidence. What was sent with a version stays with it."""

from functools import partial

from django.db import transaction
from django.db.models import Sum

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.notifications.broker import wake
from incidents.actions.files import check_all, check_file, forget
from incidents.evidence import limits
from incidents.evidence.kinds import KINDS
from incidents.evidence.uploads import Received
from riskassess.actions.briefings import unsent
from riskassess.models import Briefing, BriefingAttachment, BriefingFile, Tension
from riskassess.tensions.policies import check_may_change

MOST = 100 * limits.MEGABYTE  # of all versions together
PDF = "application/pdf"
NOT_TAKEN = "it is neither a picture nor a PDF"
TOO_MUCH = f"all files of a briefing together can be {MOST // limits.MEGABYTE} MB at most"
NO_TEXT = "Write the briefing first. Files go with its words, not in their place."


def room_of(tension: Tension) -> int:
    """Bytes."""
    used = tension.files.aggregate(all=Sum("size"))["all"] or 0
    return max(0, MOST - used)


@transaction.atomic
def add_files(*, by: User, tension: Tension, files: list[Received]) -> list[BriefingFile]:
    """To the version that has not gone yet. What is neither a picture nor a PDF is `refused`."""
    tension = held(by, tension)
    last = tension.briefings.first()
    if last is None:
        raise ActionDenied(NO_TEXT)
    kept = [keep(by, tension, file) for file in files if not file.refused]
    added = [file for file in kept if file]
    if added:
        draft = unsent(tension, last.text)
        rows = [BriefingAttachment(briefing=draft, file=file) for file in added]
        BriefingAttachment.objects.bulk_create(rows, ignore_conflicts=True)
        record(by=by, verb="briefing files added", on=tension, detail=f"{draft.reference}: {len(added)}")
    return added


def held(by: User, tension: Tension) -> Tension:
    tension = Tension.objects.select_for_update().get(pk=tension.pk)
    check_may_change(by, tension)
    return tension


def keep(by: User, tension: Tension, file: Received) -> BriefingFile | None:
    if file.kind != PDF and not KINDS[file.kind].pillow:
        file.refused = NOT_TAKEN
    elif known := tension.files.filter(digest=file.digest).first():
        return known
    elif file.size > room_of(tension):
        file.refused = TOO_MUCH
    if file.refused:
        return None
    made = BriefingFile.objects.create(
        tension=tension,
        uploaded_by=by,
        name=file.name,
        kind=file.kind,
        size=file.size,
        digest=file.digest,
        key=file.key,
        recipient=file.recipient,
    )
    file.kept = True
    transaction.on_commit(partial(wake, "riskassess.check_briefing_file", made.pk))
    return made


@transaction.atomic
def remove_file(*, by: User, file: BriefingFile) -> Briefing | None:
    """From the version that has not gone yet. It is deleted when no other has it. A second click does no harm."""
    tension = held(by, file.tension)
    last = tension.briefings.first()
    found = BriefingFile.objects.select_for_update(of=("self",)).filter(pk=file.pk, briefings=last).first()
    if last is None or found is None:
        return last
    draft = unsent(tension, last.text)
    draft.attachments.filter(file=found).delete()
    record(by=by, verb="briefing file removed", on=tension, detail=found.reference)
    if not found.attachments.exists():
        forget([found.key, found.preview_key])
        found.delete()
    return draft


def check_briefing_file(*, file_id: int) -> bool:
    return check_file(BriefingFile, file_id, then=checked)


def checked(file: BriefingFile) -> None:
    record(by=None, verb="checked", on=file, detail=BriefingFile.State(file.state).label)


def check_waiting_files() -> int:
    return check_all(BriefingFile, lambda pk: check_briefing_file(file_id=pk))


@transaction.atomic
def record_opening(*, by: User, file: BriefingFile) -> None:
    record(by=by, verb="briefing file opened", on=file)
