"""Photographs come from strangers' cameras: pictures alone, shown only as drawn anew, kept until nobody needs them."""

from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from PIL import Image
from pyrage import x25519

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from incidents.actions import evidence
from incidents.evidence import limits
from incidents.evidence.store import store
from incidents.evidence.uploads import take
from riskassess.actions import venue_assessments, venue_photos
from riskassess.models import Venue, VenueAssessment, VenuePhoto
from tests.unit.incidents.evidence import clamd
from tests.unit.incidents.evidence.samples import picture
from tests.unit.riskassess.venues.making import assessed, finished

pytestmark = pytest.mark.django_db
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path


@pytest.fixture
def assessment(venue: Venue, safety: User) -> VenueAssessment:
    return venue_assessments.begin(by=safety, venue=venue)


def located() -> bytes:
    """A photograph that says where it was taken."""
    image, exif = Image.new("RGB", (80, 60), "red"), Image.Exif()
    exif[0x010E] = "SECRET PLACE"
    exif.get_ifd(0x8825)[1] = "N"
    image.save(file := BytesIO(), "JPEG", exif=exif)
    return file.getvalue()


def photo_of(by: User, assessment: VenueAssessment, content: bytes = b"") -> VenuePhoto:
    files = [take("a.jpg", content or picture())]
    [photo] = venue_photos.add_photos(by=by, assessment=assessment, area="parking", caption="The path", files=files)
    venue_photos.check_photo(photo_id=photo.pk)
    photo.refresh_from_db()
    return photo


def send(client: Client, assessment: VenueAssessment, *files: tuple[str, bytes]):
    path = reverse("venue-photos", args=[assessment.reference, "parking"])
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(path, {"caption": "The path", "attached": sent})


def test_what_is_shown_does_not_say_where_it_was_taken(assessment: VenueAssessment, safety: User) -> None:
    photo = photo_of(safety, assessment, located())
    with store.open(photo.preview_key) as plain:
        shown = plain.read()
    assert b"SECRET" not in shown
    assert not Image.open(BytesIO(shown)).getexif()
    with store.open(photo.key) as plain:
        assert b"SECRET PLACE" in plain.read()
    assert b"SECRET" not in (store.folder / photo.key[:2] / photo.key).read_bytes()


def test_only_pictures_are_kept_and_the_others_are_named_with_why(
    assessment: VenueAssessment, safety: User, client: Client
) -> None:
    client.force_login(safety)
    page = send(
        client,
        assessment,
        ("good.jpg", picture()),
        ("plan.pdf", b"%PDF-1.7\n%x"),
        ("a.jpg", b"<script>"),
        ("b.jpg", b""),
    ).content.decode()
    assert VenuePhoto.objects.count() == 1
    for name, why in (("plan.pdf", "it is not a picture"), ("a.jpg", "it is not a picture"), ("b.jpg", "it is empty")):
        assert f"“{name}” was not kept: {why}" in page
    keys = {path.name for path in store.folder.glob("??/*")}
    assert keys == {VenuePhoto.objects.get().key}


def test_too_large_is_said(assessment: VenueAssessment, safety: User, client: Client, monkeypatch) -> None:
    client.force_login(safety)
    monkeypatch.setattr(limits, "MOST_FILE", 100)
    assert "it is larger than" in send(client, assessment, ("good.jpg", picture())).content.decode()
    monkeypatch.undo()
    monkeypatch.setattr(venue_photos, "MOST", 100)
    assert "was not kept" in send(client, assessment, ("good.jpg", picture())).content.decode()
    assert not VenuePhoto.objects.exists()


def test_a_forged_request_is_refused(assessment: VenueAssessment, safety: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(safety)
    assert send(client, assessment, ("good.jpg", picture())).status_code == 403
    assert not VenuePhoto.objects.exists()


def test_sent_twice_it_is_kept_once(assessment: VenueAssessment, safety: User) -> None:
    assert photo_of(safety, assessment) == photo_of(safety, assessment)


def test_a_virus_is_shown_to_nobody(assessment: VenueAssessment, safety: User, client: Client, settings) -> None:
    with clamd.running() as daemon:
        settings.CLAMD_ADDRESS = daemon.address
        photo = photo_of(safety, assessment, picture() + EICAR)
    assert (photo.state, photo.preview_key) == ("infected", "")
    client.force_login(safety)
    for name in ("venue-photo", "venue-photo-download"):
        assert client.get(reverse(name, args=[photo.reference])).status_code == 404


def test_one_that_waits_is_found_by_the_sweep(assessment: VenueAssessment, safety: User) -> None:
    files = [take("a.jpg", picture())]
    venue_photos.add_photos(by=safety, assessment=assessment, area="parking", caption="The path", files=files)
    assert [venue_photos.check_waiting_photos(), venue_photos.check_waiting_photos()] == [1, 0]


def test_councillors_see_the_picture_and_never_the_file(
    venue: Venue, safety: User, councillor: User, client: Client
) -> None:
    assessment = assessed(safety, venue)
    photo = photo_of(safety, assessment)
    client.force_login(councillor)
    assert client.get(reverse("venue-photo", args=[photo.reference])).status_code == 404
    finished(safety, assessment)
    response = client.get(reverse("venue-photo", args=[photo.reference]))
    assert (response.status_code, response["X-Content-Type-Options"]) == (200, "nosniff")
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8")
    assert client.get(reverse("venue-photo-download", args=[photo.reference])).status_code == 403
    venue_assessments.finish(by=safety, assessment=assessed(safety, venue), outcome="fit", causes_seen=0)
    assert client.get(reverse("venue-photo", args=[photo.reference])).status_code == 404


def test_removed_while_under_way_and_never_afterwards(
    venue: Venue, safety: User, django_capture_on_commit_callbacks
) -> None:
    assessment = assessed(safety, venue)
    photo = photo_of(safety, assessment)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            venue_photos.remove_photo(by=safety, photo=photo)
    assert not list(store.folder.glob("??/*"))
    photo = photo_of(safety, assessment)
    finished(safety, assessment)
    with pytest.raises(ActionDenied):
        venue_photos.remove_photo(by=safety, photo=photo)
    with pytest.raises(DatabaseError, match="finished_stays_finished"):
        VenuePhoto.objects.all().delete()


def test_the_sweep_and_a_new_key_know_of_photographs(
    assessment: VenueAssessment, safety: User, monkeypatch, settings, django_capture_on_commit_callbacks
) -> None:
    """What they forget is lost for good."""
    photo = photo_of(safety, assessment)
    monkeypatch.setattr(evidence, "ORPHAN_AFTER", timedelta(seconds=-1))
    assert evidence.sweep_orphans() == 0
    new = str(x25519.Identity.generate())
    settings.EVIDENCE_KEYS = [new, *settings.EVIDENCE_KEYS]
    with django_capture_on_commit_callbacks(execute=True):
        call_command("rotate_evidence_keys", stdout=StringIO())
    settings.EVIDENCE_KEYS = [new]
    photo.refresh_from_db()
    with store.open(photo.key) as plain:
        assert plain.read() == picture()
