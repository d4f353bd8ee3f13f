import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from councilsafe.access import Role
from incidents.actions import evidence as actions
from incidents.actions import receive
from incidents.evidence import limits
from incidents.models import Conflict, Draft, Evidence
from tests.factories import CouncillorFactory, IncidentFactory, UserFactory, officer
from tests.unit.incidents.evidence.samples import picture

pytestmark = pytest.mark.django_db
ONE, TWO = picture(), picture("PNG")
PAGE = b"<html><script>alert(1)</script></html>"


@pytest.fixture
def reporter():
    return CouncillorFactory()


@pytest.fixture
def worker():
    return officer(name="Olive Officer")


@pytest.fixture
def incident(reporter):
    return IncidentFactory(reporter=reporter)


@pytest.fixture
def draft(reporter):
    return Draft.objects.create(reporter=reporter)


@pytest.fixture
def evidence(reporter, incident, received):
    (evidence,) = receive(by=reporter, files=[received(ONE, "IMG 1.jpg")], incident=incident)
    actions.check_evidence(evidence_id=evidence.pk)
    evidence.refresh_from_db()
    return evidence


@pytest.fixture
def of_draft(reporter, draft, received):
    return receive(by=reporter, files=[received(TWO)], draft=draft)[0]


def signed_in(user, **options):
    client = Client(**options)
    client.force_login(user)
    return client


def file(content, name="photo.jpg"):
    return SimpleUploadedFile(name, content, content_type="text/html")


def send(user, path, *files):
    return signed_in(user).post(path, {"attached": list(files)})


def body(response):
    """All of a file that is sent piece by piece. Reading to the end closes it."""
    return b"".join(response.streaming_content)


def opened(user, name, evidence):
    """The response, with its file read."""
    response = signed_in(user).get(reverse(name, args=[evidence.reference]))
    return response, body(response)


# Sending ---------------------------------------------------------------------------------------------------------


def test_several_files_at_a_time(reporter, draft, stored):
    path = reverse("evidence-add", args=[draft.pk])
    response = send(reporter, path, file(ONE), file(TWO, "screen.png"))
    assert (response.status_code, response["Location"]) == (302, path)
    assert [(one.name, one.kind) for one in draft.evidence.order_by("id")] == [
        ("photo.jpg", "image/jpeg"),
        ("screen.png", "image/png"),
    ]
    assert stored() == set(draft.evidence.values_list("key", flat=True))


def test_what_is_refused_is_named_and_the_rest_is_kept(reporter, draft, stored):
    response = send(reporter, reverse("evidence-add", args=[draft.pk]), file(ONE), file(PAGE, "her page.jpg"))
    assert response.status_code == 200
    assert f"“her page.jpg” was not kept: {limits.NOT_TAKEN}." in response.text
    assert [one.name for one in draft.evidence.all()] == ["photo.jpg"]
    assert stored() == {draft.evidence.get().key}


def test_too_large_says_so_and_leaves_nothing(reporter, draft, stored, monkeypatch):
    monkeypatch.setattr(limits, "MOST_FILE", 1000)
    response = send(reporter, reverse("evidence-add", args=[draft.pk]), file(ONE * 3, "film.jpg"), file(TWO))
    assert f"“film.jpg” was not kept: {limits.TOO_LARGE}." in response.text
    assert stored() == {draft.evidence.get().key}


def test_no_room_left_for_the_second(reporter, draft, stored, monkeypatch):
    monkeypatch.setattr("incidents.evidence.lists.MOST_INCIDENT", len(ONE) + 1)
    response = send(reporter, reverse("evidence-add", args=[draft.pk]), file(ONE), file(TWO, "second.png"))
    assert f"“second.png” was not kept: {limits.TOO_MUCH}." in response.text
    assert len(stored()) == 1


def test_more_files_than_can_be_sent_at_a_time(reporter, draft, monkeypatch):
    monkeypatch.setattr(limits, "MOST_AT_ONCE", 1)
    response = send(reporter, reverse("evidence-add", args=[draft.pk]), file(ONE), file(TWO, "second.png"))
    assert "“second.png” was not kept" in response.text


def test_sending_nothing_asks_for_a_file(reporter, draft):
    response = send(reporter, reverse("evidence-add", args=[draft.pk]))
    assert "Choose at least one file" in response.text


def test_a_full_disk_is_said_at_the_field(reporter, draft, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("incidents.evidence.store.Deposit.write", full)
    response = send(reporter, reverse("evidence-add", args=[draft.pk]), file(ONE))
    assert response.status_code == 200
    assert limits.NO_ROOM in response.text


def test_to_ones_own_report_and_to_a_case(reporter, worker, incident):
    assert send(reporter, reverse("evidence-add-mine", args=[incident.reference]), file(ONE)).status_code == 302
    assert send(worker, reverse("evidence-add-case", args=[incident.reference]), file(TWO)).status_code == 302
    assert {one.uploaded_by for one in incident.evidence.all()} == {reporter, worker}


def test_nothing_is_received_from_those_who_may_not(incident, draft, stored):
    stranger = CouncillorFactory()
    paths = [
        reverse("evidence-add", args=[draft.pk]),
        reverse("evidence-add-mine", args=[incident.reference]),
        reverse("evidence-add-case", args=[incident.reference]),
    ]
    assert [send(stranger, path, file(ONE)).status_code for path in paths] == [404, 404, 403]
    assert [Client().post(path, {"attached": file(ONE)}).status_code for path in paths] == [302] * 3
    assert stored() == set()


def test_a_forged_upload_is_refused_and_leaves_nothing(reporter, draft, stored):
    client = signed_in(reporter, enforce_csrf_checks=True)
    response = client.post(reverse("evidence-add", args=[draft.pk]), {"attached": file(ONE)})
    assert response.status_code == 403
    assert stored() == set()


def test_pages_that_take_no_files_store_none(reporter, draft, stored):
    response = signed_in(reporter).post(reverse("report-start"), {"attached": file(ONE)})
    assert response.status_code == 302
    assert stored() == set()


def test_a_connection_that_breaks_leaves_nothing_half(reporter, draft, stored):
    whole = (
        b'--x\r\nContent-Disposition: form-data; name="attached"; filename="a.jpg"\r\n\r\n' + ONE + b"\r\n"
        b'--x\r\nContent-Disposition: form-data; name="attached"; filename="b.jpg"\r\n\r\n' + ONE[:200]
    )
    signed_in(reporter).generic(
        "POST", reverse("evidence-add", args=[draft.pk]), whole, content_type="multipart/form-data; boundary=x"
    )
    assert [one.name for one in draft.evidence.all()] == ["a.jpg"]
    assert stored() == {draft.evidence.get().key}


def test_removing_from_a_draft(reporter, of_draft, draft):
    response = signed_in(reporter).post(reverse("evidence-remove", args=[of_draft.reference]))
    assert response["Location"] == reverse("evidence-add", args=[draft.pk])
    assert not Evidence.objects.exists()


def test_nothing_is_removed_from_a_report(reporter, evidence):
    path = reverse("evidence-add-mine", args=[evidence.incident.reference])
    assert reverse("evidence-remove", args=[evidence.reference]) not in signed_in(reporter).get(path).text
    response = signed_in(reporter).post(reverse("evidence-remove", args=[evidence.reference]))
    assert response.status_code == 403
    assert Evidence.objects.exists()


# Looking ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["evidence-download", "evidence-preview"])
def test_a_file_is_only_ever_saved(worker, evidence, name):
    response, _ = opened(worker, name, evidence)
    assert response["Content-Disposition"].startswith(f'attachment; filename="{evidence.reference}')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store"


def test_the_download_is_what_was_received(worker, evidence):
    response, content = opened(worker, "evidence-download", evidence)
    assert content == ONE
    assert response["Content-Length"] == str(len(ONE))
    assert response["Content-Type"] == "application/octet-stream"
    assert evidence.custody.filter(verb="downloaded", actor=worker.reference).count() == 1


def test_a_look_at_the_preview_is_kept(worker, evidence):
    _, content = opened(worker, "evidence-preview", evidence)
    assert content.startswith(b"\xff\xd8")
    assert evidence.custody.filter(verb="viewed", actor=worker.reference).count() == 1


def test_what_has_no_preview(worker, evidence):
    Evidence.objects.update(preview_key="")
    assert signed_in(worker).get(reverse("evidence-preview", args=[evidence.reference])).status_code == 404


@pytest.mark.parametrize("state", ["waiting", "infected"])
@pytest.mark.parametrize("name", ["evidence-download", "evidence-preview"])
def test_nobody_gets_what_is_not_checked_or_may_do_harm(worker, evidence, name, state):
    Evidence.objects.update(state=state)
    assert signed_in(worker).get(reverse(name, args=[evidence.reference])).status_code == 403
    assert not evidence.custody.filter(verb__in=("viewed", "downloaded")).exists()
    page = signed_in(worker).get(reverse("evidence", args=[evidence.reference])).text
    assert reverse("evidence-download", args=[evidence.reference]) not in page
    assert reverse("evidence-preview", args=[evidence.reference]) not in page


def test_the_team_sees_the_chain_and_the_reporter_does_not(reporter, worker, evidence):
    path = reverse("evidence", args=[evidence.reference])
    opened(worker, "evidence-download", evidence)
    assert "Olive Officer" in signed_in(worker).get(path).text
    own = signed_in(reporter).get(path).text
    assert evidence.digest in own
    assert "Olive Officer" not in own
    assert "Chain of custody" not in own


def test_the_title_names_the_reference_and_nothing_else(worker, evidence):
    page = signed_in(worker).get(reverse("evidence", args=[evidence.reference])).text
    assert f"<title>File {evidence.reference} – CouncilSafe</title>" in page


def test_giving_it_to_somebody_is_recorded(worker, evidence):
    path = reverse("evidence-disclose", args=[evidence.reference])
    assert "Answer" in signed_in(worker).post(path).text
    assert signed_in(worker).post(path, {"to": "Sergeant Hill"}).status_code == 302
    assert evidence.custody.get(verb="disclosed").detail == "to Sergeant Hill"


ALL = ["evidence", "evidence-preview", "evidence-download", "evidence-remove", "evidence-disclose"]


@pytest.mark.parametrize("name", ALL)
def test_strangers_find_nothing(evidence, of_draft, name):
    for one in (evidence, of_draft):
        path = reverse(name, args=[one.reference])
        method = "post" if name in ("evidence-remove", "evidence-disclose") else "get"
        expected = 403 if name == "evidence-disclose" else 404
        assert getattr(signed_in(CouncillorFactory()), method)(path).status_code == expected


def test_a_draft_is_its_writers_alone(worker, of_draft):
    for name in ALL[:3]:
        assert signed_in(worker).get(reverse(name, args=[of_draft.reference])).status_code == 404


def test_a_conflict_of_interest_takes_sight_of_the_files_too(worker, evidence):
    Conflict.objects.create(incident=evidence.incident, user=worker, reason="Her brother")
    for name in ALL[:3]:
        assert signed_in(worker).get(reverse(name, args=[evidence.reference])).status_code == 404


def test_what_is_kept_for_the_monitoring_officer(worker, evidence):
    evidence.incident.restricted = True
    evidence.incident.save()
    path = reverse("evidence-download", args=[evidence.reference])
    assert signed_in(worker).get(path).status_code == 404
    assert opened(UserFactory(roles=[Role.MONITORING]), "evidence-download", evidence)[1] == ONE
