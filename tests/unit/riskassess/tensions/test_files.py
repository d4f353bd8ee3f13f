"""Files of a briefing: pictures and PDFs alone, checked before they go, and what has gone stays with its version."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pyrage import x25519

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from incidents.actions import evidence
from incidents.evidence.store import store
from incidents.evidence.uploads import take
from riskassess.actions import briefing_files, briefings, tensions
from riskassess.models import Briefing, BriefingAttachment, BriefingFile, Tension
from tests.unit.incidents.evidence import clamd
from tests.unit.incidents.evidence.samples import picture
from tests.unit.riskassess.conftest import MakePerson

pytestmark = pytest.mark.django_db
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path


@pytest.fixture
def tension(officer: User, councillor: User) -> Tension:
    first = timezone.localdate() + timedelta(days=5)
    about = {"title": "The closure", "coming": "A vote.", "starts_on": first, "ends_on": first}
    made = tensions.add_tension(by=officer, members=[councillor], **about)
    briefings.write_briefing(by=officer, tension=made, text="Take care.")
    return made


def attach(by: User, tension: Tension, *contents: bytes, check: bool = True) -> list[BriefingFile]:
    files = [take(f"{number}.bin", content) for number, content in enumerate(contents)]
    briefing_files.add_files(by=by, tension=tension, files=files)
    if check:
        briefing_files.check_waiting_files()
    return list(tension.files.all())


def send(by: User, tension: Tension) -> Briefing:
    return tensions.send_briefing(by=by, briefing=Briefing.objects.unsent().get(tension=tension))


def opened(client: Client, name: str, file: BriefingFile) -> int:
    response = client.get(reverse(name, args=[file.reference]))
    if response.streaming:
        assert b"".join(response.streaming_content)
    return response.status_code


def test_pictures_and_pdfs_are_kept_and_the_others_are_named_with_why(
    officer: User, tension: Tension, client: Client
) -> None:
    client.force_login(officer)
    names = {"a.jpg": picture(), "b.pdf": PDF, "c.mp3": b"ID3\x03\0\0\0\0\0\0", "d.html": b"<script>", "e.pdf": b""}
    sent = [SimpleUploadedFile(name, content) for name, content in names.items()]
    page = client.post(reverse("briefing-files", args=[tension.reference]), {"attached": sent}).content.decode()
    assert set(tension.files.values_list("name", flat=True)) == {"a.jpg", "b.pdf"}
    reasons = {"c.mp3": "neither a picture nor a PDF", "d.html": "it is not a picture", "e.pdf": "is empty"}
    for name, why in reasons.items():
        assert f"“{name}” was not kept: " in page, name
        assert why in page, name
    assert len(list(store.folder.glob("??/*"))) == 2


def test_files_need_words_first(officer: User, councillor: User, client: Client) -> None:
    bare = tensions.add_tension(by=officer, title="A", coming="B", members=[councillor])
    client.force_login(officer)
    assert client.get(reverse("briefing-files", args=[bare.reference])).status_code == 403
    with pytest.raises(ActionDenied):
        attach(officer, bare, picture())


def test_a_forged_request_is_refused(officer: User, tension: Tension) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    sent = {"attached": [SimpleUploadedFile("a.jpg", picture())]}
    assert client.post(reverse("briefing-files", args=[tension.reference]), sent).status_code == 403
    assert not BriefingFile.objects.exists()


def test_nothing_goes_before_it_was_checked(officer: User, tension: Tension) -> None:
    attach(officer, tension, PDF, check=False)
    with pytest.raises(ActionDenied, match="still being checked"):
        send(officer, tension)
    briefing_files.check_waiting_files()
    assert send(officer, tension).sent_at


def test_what_harms_is_opened_by_nobody_and_stops_the_briefing(
    officer: User, tension: Tension, client: Client, settings
) -> None:
    with clamd.running() as daemon:
        settings.CLAMD_ADDRESS = daemon.address
        [file] = attach(officer, tension, PDF + EICAR)
    assert file.state == "infected"
    client.force_login(officer)
    assert opened(client, "briefing-file", file) == 404
    with pytest.raises(ActionDenied, match="cannot be opened safely"):
        send(officer, tension)
    briefing_files.remove_file(by=officer, file=file)
    assert send(officer, tension).sent_at


def test_a_picture_that_cannot_be_drawn_stops_it(officer: User, tension: Tension) -> None:
    attach(officer, tension, picture()[:200])
    with pytest.raises(ActionDenied, match="cannot be opened safely"):
        send(officer, tension)


def test_members_open_what_came_with_theirs_and_nothing_else(
    officer: User, councillor: User, make_person: MakePerson, tension: Tension, client: Client
) -> None:
    shown, pdf = attach(officer, tension, picture(), PDF)
    client.force_login(councillor)
    assert opened(client, "my-briefing-file", pdf) == 404
    briefing = send(officer, tension)
    page = client.get(reverse("my-briefing", args=[briefing.reference])).content.decode()
    assert reverse("my-briefing-picture", args=[shown.reference]) in page
    assert reverse("my-briefing-file", args=[pdf.reference]) in page
    assert [opened(client, "my-briefing-picture", one) for one in (shown, pdf)] == [200, 404]
    assert [opened(client, "my-briefing-file", one) for one in (shown, pdf)] == [404, 200]
    response = client.get(reverse("my-briefing-file", args=[pdf.reference]))
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == f'attachment; filename="{pdf.reference}.pdf"'
    client.force_login(make_person(Role.COUNCILLOR))
    assert {opened(client, "my-briefing-picture", shown), opened(client, "my-briefing-file", pdf)} == {404}


def test_what_has_gone_stays_and_the_next_version_begins_with_it(
    officer: User, tension: Tension, django_capture_on_commit_callbacks
) -> None:
    [file] = attach(officer, tension, PDF)
    first = send(officer, tension)
    second = briefing_files.remove_file(by=officer, file=file)
    assert second
    assert (second.number, second.text, second.files.count(), first.files.count()) == (2, "Take care.", 0, 1)
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(2):
            briefing_files.remove_file(by=officer, file=attach(officer, tension, picture())[-1])
    assert list(tension.files.all()) == [file]
    assert len(list(store.folder.glob("??/*"))) == 1
    attach(officer, tension, PDF)
    assert list(second.files.all()) == [file]
    briefings.write_briefing(by=officer, tension=tension, text="Take more care.")
    third = send(officer, tension)
    assert (third.number, third.files.count()) == (2, 1)


def test_a_new_text_keeps_the_files(officer: User, tension: Tension) -> None:
    [file] = attach(officer, tension, PDF)
    send(officer, tension)
    second = briefings.write_briefing(by=officer, tension=tension, text="Take more care.")
    assert (second.number, list(second.files.all())) == (2, [file])


def test_the_database_keeps_what_has_gone(officer: User, tension: Tension) -> None:
    [file] = attach(officer, tension, PDF)
    briefing = send(officer, tension)
    other = BriefingFile.objects.create(
        tension=tension, uploaded_by=officer, name="x", kind="application/pdf", size=1, digest="d", key="k"
    )
    for wrong in (
        lambda: BriefingAttachment.objects.create(briefing=briefing, file=other),
        lambda: BriefingAttachment.objects.all().delete(),
        lambda: BriefingAttachment.objects.update(file=other),
        lambda: BriefingFile.objects.filter(pk=file.pk).update(digest="other"),
        lambda: BriefingFile.objects.filter(pk=file.pk).update(name="other"),
    ):
        with pytest.raises(DatabaseError, match=r"sent_stays_as_it_was|stays_as_received"), transaction.atomic():
            wrong()


def test_the_sweep_and_a_new_key_know_of_them(
    officer: User, tension: Tension, monkeypatch, settings, django_capture_on_commit_callbacks
) -> None:
    """What they forget is lost for good."""
    [file] = attach(officer, tension, PDF)
    monkeypatch.setattr(evidence, "ORPHAN_AFTER", timedelta(seconds=-1))
    assert evidence.sweep_orphans() == 0
    new = str(x25519.Identity.generate())
    settings.EVIDENCE_KEYS = [new, *settings.EVIDENCE_KEYS]
    with django_capture_on_commit_callbacks(execute=True):
        call_command("rotate_evidence_keys", stdout=StringIO())
    settings.EVIDENCE_KEYS = [new]
    file.refresh_from_db()
    with store.open(file.key) as plain:
        assert plain.read() == PDF
