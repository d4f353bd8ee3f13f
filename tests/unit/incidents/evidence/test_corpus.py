"""The table of files, each sent and fetched the way people do it: taken or refused as stated, and nothing is lost."""

import hashlib
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from councilsafe.accounts.models import User
from incidents.actions.evidence import check_evidence
from incidents.mail.parse import parse
from incidents.models import Evidence
from tests.corpus.files import FILES, MAIL, OUTLOOK, File
from tests.corpus.messages import MESSAGES
from tests.factories import CouncillorFactory, IncidentFactory

TAKEN = {name: file for name, file in FILES.items() if file.kind}
REFUSED = {name: file for name, file in FILES.items() if not file.kind}


@pytest.fixture
def reporter(db: None, client: Client) -> User:
    reporter = CouncillorFactory()
    client.force_login(reporter)
    return reporter


def send(client: Client, reporter: User, file: File) -> HttpResponse:
    """As a browser would, but that a browser would never send some of these names."""
    incident = IncidentFactory(reporter=reporter)
    about = f'Content-Disposition: form-data; name="attached"; filename="{file.name}"\r\nContent-Type: image/jpeg'
    body = b"--between\r\n" + about.encode() + b"\r\n\r\n" + file.content + b"\r\n--between--\r\n"
    address = reverse("evidence-add-mine", args=[incident.reference])
    return client.post(address, body, content_type="multipart/form-data; boundary=between", follow=True)


def test_a_table_of_that_many() -> None:
    assert len(FILES) >= 60
    assert len(FILES) + len(MESSAGES) >= 120


@pytest.mark.parametrize("file", TAKEN.values(), ids=TAKEN)
def test_taken_as_what_it_is_and_given_back_as_it_was(client: Client, reporter: User, file: File) -> None:
    page = send(client, reporter, file)
    evidence = Evidence.objects.get()
    assert evidence.kind == file.kind
    assert_harmless_name(evidence, page)
    assert check_evidence(evidence_id=evidence.pk)
    assert_same_bytes(client.get(reverse("evidence-download", args=[evidence.reference])), evidence, file)
    assert_drawn_anew(client.get(reverse("evidence-preview", args=[evidence.reference])), file)


def assert_harmless_name(evidence: Evidence, page: HttpResponse) -> None:
    assert evidence.name.isprintable()
    assert not set(evidence.name) & set("/\\")
    assert 0 < len(evidence.name) <= 255
    assert "<img src=x" not in page.content.decode()


def assert_same_bytes(response: HttpResponse, evidence: Evidence, file: File) -> None:
    given = b"".join(response.streaming_content)
    assert hashlib.sha256(given).hexdigest() == evidence.digest == hashlib.sha256(file.content).hexdigest()
    assert_never_opened(response)


def assert_drawn_anew(response: HttpResponse, file: File) -> None:
    """A preview has nothing of the file in it but what is seen. What cannot be drawn has none."""
    assert response.status_code == (200 if file.preview else 404)
    if file.preview:
        assert_never_opened(response)
        drawn = b"".join(response.streaming_content)
        assert not Image.open(BytesIO(drawn)).getexif()
        assert not [hidden for hidden in (b"script", b"telephone", b"php") if hidden in drawn]


@pytest.mark.parametrize("file", REFUSED.values(), ids=REFUSED)
def test_refused_with_the_reason_at_the_field(client: Client, reporter: User, file: File) -> None:
    page = send(client, reporter, file)
    assert page.status_code == 200
    assert "was not kept" in page.content.decode() or "Choose at least one file" in page.content.decode()
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("file", [file for file in TAKEN.values() if file.kind in {MAIL, OUTLOOK}])
def test_every_message_that_is_taken_can_be_read(file: File) -> None:
    assert parse(file.content).headers or file.kind == OUTLOOK


def assert_never_opened(response: HttpResponse) -> None:
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
