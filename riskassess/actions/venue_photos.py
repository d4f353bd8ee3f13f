"""Photographs of a venue: pictures alone, kept like evidence, shown only as they were drawn anew."""

from functools import partial

from django.db import transaction
from django.db.models import Sum

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.notifications.broker import wake
from incidents.actions.files import check_all, check_file, forget
from incidents.evidence import limits
from incidents.evidence.kinds import KINDS
from incidents.evidence.uploads import Received
from riskassess.actions.venue_assessments import held
from riskassess.models import VenueAssessment, VenuePhoto

MOST = 200 * limits.MEGABYTE  # of one assessment
NO_PICTURE = "it is not a picture. Photographs are what is shown here"
TOO_MUCH = f"all photographs of an assessment together can be {MOST // limits.MEGABYTE} MB at most"


def room_of(assessment: VenueAssessment) -> int:
    """Bytes."""
    used = assessment.photos.aggregate(all=Sum("size"))["all"] or 0
    return max(0, MOST - used)


@transaction.atomic
def add_photos(
    *, by: User, assessment: VenueAssessment, area: str, caption: str, files: list[Received]
) -> list[VenuePhoto]:
    """Keep what is a picture; the others are `refused`. One that is sent twice is kept once."""
    assessment = held(by, assessment)
    photos = [keep(by, assessment, area, caption, file) for file in files if not file.refused]
    added = [photo for photo in photos if photo]
    if added:
        record(by=by, verb="photographs added", on=assessment.venue, detail=f"{area}: {len(added)}")
    return added


def keep(by: User, assessment: VenueAssessment, area: str, caption: str, file: Received) -> VenuePhoto | None:
    if not KINDS[file.kind].pillow:
        file.refused = NO_PICTURE
    elif file.size > room_of(assessment):
        file.refused = TOO_MUCH
    if file.refused:
        return None
    if known := assessment.photos.filter(area=area, digest=file.digest).first():
        return known
    photo = VenuePhoto.objects.create(
        assessment=assessment,
        area=area,
        caption=caption,
        uploaded_by=by,
        name=file.name,
        kind=file.kind,
        size=file.size,
        digest=file.digest,
        key=file.key,
        recipient=file.recipient,
    )
    file.kept = True
    transaction.on_commit(partial(wake, "riskassess.check_venue_photo", photo.pk))
    return photo


@transaction.atomic
def remove_photo(*, by: User, photo: VenuePhoto) -> None:
    """While the assessment is under way. A second click does no harm."""
    assessment = held(by, photo.assessment)
    found = assessment.photos.select_for_update(of=("self",)).filter(pk=photo.pk).first()
    if found:
        record(by=by, verb="photograph removed", on=assessment.venue, detail=found.reference)
        forget([found.key, found.preview_key])
        found.delete()


def check_photo(*, photo_id: int) -> bool:
    return check_file(VenuePhoto, photo_id, then=checked)


def checked(photo: VenuePhoto) -> None:
    record(by=None, verb="checked", on=photo, detail=VenuePhoto.State(photo.state).label)


def check_waiting_photos() -> int:
    return check_all(VenuePhoto, lambda pk: check_photo(photo_id=pk))


@transaction.atomic
def record_download(*, by: User, photo: VenuePhoto) -> None:
    record(by=by, verb="photograph downloaded", on=photo)
