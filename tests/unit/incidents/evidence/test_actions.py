from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, transaction
from django.utils import timezone
from pyrage import x25519

from councilsafe.audit.models import AuditEvent
from incidents import signals
from incidents.actions import adopt_evidence, drop_evidence, files, raise_alarm, receive, start_draft, submit_report
from incidents.actions import evidence as actions
from incidents.evidence import limits, lists, previews
from incidents.evidence.lists import custody_of, files_of, room_of
from incidents.evidence.store import store
from incidents.models import CustodyEvent, Evidence, HeldMail
from tests.factories import LOG, CouncillorFactory, IncidentFactory, officer
from tests.unit.incidents.evidence import clamd
from tests.unit.incidents.evidence.samples import EICAR, MAIL, picture

pytestmark = pytest.mark.django_db
State = Evidence.State
ONE, TWO = picture(), picture("PNG")


@pytest.fixture
def reporter():
    officer()
    return CouncillorFactory()


@pytest.fixture
def draft(reporter):
    return start_draft(by=reporter)


@pytest.fixture
def incident(reporter):
    return IncidentFactory(reporter=reporter)


@pytest.fixture
def evidence(reporter, incident, received):
    return receive(by=reporter, files=[received(ONE)], incident=incident)[0]


def bytes_of(key):
    with store.open(key) as plain:
        return plain.read()


def chain(evidence):
    return [(event.verb, event.actor) for event in evidence.custody.order_by("id")]


# Coming in -------------------------------------------------------------------------------------------------------


def test_what_is_received_is_kept_with_its_fingerprint(reporter, incident, received):
    file = received(ONE, "IMG.JPG")
    (evidence,) = receive(by=reporter, files=[file], incident=incident)
    assert (evidence.name, evidence.kind, evidence.size, evidence.digest) == (
        "IMG.JPG",
        "image/jpeg",
        len(ONE),
        file.digest,
    )
    assert (evidence.state, evidence.uploaded_by, file.kept) == (State.WAITING, reporter, True)
    assert bytes_of(evidence.key) == ONE
    assert chain(evidence) == [("received", reporter.reference)]
    assert evidence.custody.get().detail == f"SHA-256 {file.digest}"
    assert AuditEvent.objects.filter(object_ref=incident.reference, verb="files received", detail="1").exists()


def test_a_worker_is_woken_after_the_commit(
    reporter, incident, received, monkeypatch, django_capture_on_commit_callbacks
):
    woken = []
    monkeypatch.setattr(actions, "wake", lambda *args: woken.append(args))
    with django_capture_on_commit_callbacks(execute=True):
        (evidence,) = receive(by=reporter, files=[received(ONE)], incident=incident)
        assert woken == []
    assert woken == [("incidents.check_evidence", evidence.pk)]


def test_the_team_is_told_of_new_files_and_not_of_old_ones(reporter, incident, received):
    told = []

    def listen(**kwargs):
        told.append((kwargs["incident"], kwargs["by"]))

    signals.evidence_received.connect(listen)
    try:
        receive(by=reporter, files=[received(ONE)], incident=incident)
        receive(by=reporter, files=[received(ONE)], incident=incident)
    finally:
        signals.evidence_received.disconnect(listen)
    assert told == [(incident, reporter)]


def test_the_same_file_sent_twice_is_kept_once(reporter, draft, received):
    (first,) = receive(by=reporter, files=[received(ONE)], draft=draft)
    again = received(ONE)
    assert receive(by=reporter, files=[again, received(TWO)], draft=draft)[0] == first
    assert not again.kept
    assert files_of(draft).count() == 2


def test_what_was_refused_is_left_out(reporter, draft, received):
    kept = receive(by=reporter, files=[received(b"text"), received(ONE)], draft=draft)
    assert [evidence.digest for evidence in kept] == [received(ONE).digest]


def test_the_limit_of_a_report_holds(reporter, draft, received, monkeypatch):
    monkeypatch.setattr(lists, "MOST_INCIDENT", len(ONE) + len(TWO) - 1)
    one, two = received(ONE), received(TWO)
    assert len(receive(by=reporter, files=[one, two], draft=draft)) == 1
    assert (one.refused, two.refused, two.kept) == ("", limits.TOO_MUCH, False)
    assert room_of(draft) == len(TWO) - 1


def test_it_has_to_belong_to_something(reporter, received):
    with pytest.raises(ValueError, match="belongs to"):
        receive(by=reporter, files=[received(ONE)])
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.create(uploaded_by=reporter, name="x", kind="image/png", size=1, digest="0", key="k")


# From draft to report --------------------------------------------------------------------------------------------


def test_a_drafts_files_become_the_incidents_and_their_chain_begins(reporter, draft, received):
    (evidence,) = receive(by=reporter, files=[received(ONE)], draft=draft)
    actions.check_evidence(evidence_id=evidence.pk)
    assert chain(evidence) == []
    incident = submit_report(by=reporter, draft=draft, facts=LOG, told={})
    evidence.refresh_from_db()
    assert (evidence.incident, evidence.draft) == (incident, None)
    assert chain(evidence) == [("received", reporter.reference), ("checked", "councilsafe")]
    assert evidence.custody.earliest("id").at == evidence.received_at


def test_adopting_twice_changes_nothing(reporter, draft, incident, received):
    receive(by=reporter, files=[received(ONE)], incident=incident)
    adopt_evidence(by=reporter, draft=draft, incident=incident)
    assert CustodyEvent.objects.count() == 1


def test_a_file_that_arrives_just_after_sending_belongs_to_the_incident(reporter, draft, received):
    stale = type(draft).objects.get(pk=draft.pk)
    incident = submit_report(by=reporter, draft=draft, facts=LOG, told={})
    (evidence,) = receive(by=reporter, files=[received(ONE)], draft=stale)
    assert (evidence.incident, evidence.draft) == (incident, None)


def test_after_an_alarm_the_team_sees_it_at_once(reporter, draft, received):
    incident = raise_alarm(by=reporter, draft=draft)
    (evidence,) = receive(by=reporter, files=[received(ONE)], draft=draft)
    assert evidence.incident == incident
    draft.refresh_from_db()
    assert list(files_of(draft)) == [evidence]


def test_before_sending_a_file_can_be_removed(reporter, draft, received, stored, django_capture_on_commit_callbacks):
    (evidence,) = receive(by=reporter, files=[received(ONE)], draft=draft)
    actions.check_evidence(evidence_id=evidence.pk)
    assert len(stored()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_evidence(by=reporter, evidence=evidence)
    assert (Evidence.objects.count(), stored()) == (0, set())


def test_after_sending_it_cannot_and_not_by_others(reporter, draft, evidence, received):
    with pytest.raises(Evidence.DoesNotExist):
        actions.remove_evidence(by=reporter, evidence=evidence)
    other = CouncillorFactory()
    (theirs,) = receive(by=other, files=[received(TWO)], draft=start_draft(by=other))
    with pytest.raises(Evidence.DoesNotExist):
        actions.remove_evidence(by=reporter, evidence=theirs)


def test_a_draft_that_is_let_go_takes_its_files_along(
    reporter, draft, received, stored, django_capture_on_commit_callbacks
):
    receive(by=reporter, files=[received(ONE), received(TWO)], draft=draft)
    with django_capture_on_commit_callbacks(execute=True):
        drop_evidence(by=None, draft=draft)
    draft.delete()
    assert (Evidence.objects.count(), stored()) == (0, set())


# The chain -------------------------------------------------------------------------------------------------------


def test_every_step_is_in_the_chain_and_in_the_audit(reporter, evidence):
    worker = officer(name="Olive Officer")
    actions.check_evidence(evidence_id=evidence.pk)
    actions.record_view(by=worker, evidence=evidence)
    actions.record_download(by=worker, evidence=evidence)
    actions.disclose(by=worker, evidence=evidence, to="Sergeant Hill, Wexshire Police")
    verbs = ["received", "checked", "viewed", "downloaded", "disclosed"]
    assert [verb for verb, _ in chain(evidence)] == verbs
    audited = AuditEvent.objects.filter(object_type="evidence", object_ref=evidence.reference).order_by("id")
    assert [event.verb for event in audited] == verbs
    assert not audited.filter(detail__contains="Hill").exists()
    newest = custody_of(evidence)[0]
    assert (newest.title, newest.by, newest.text) == ("Disclosed", "Olive Officer", "to Sergeant Hill, Wexshire Police")


def test_the_database_itself_keeps_the_chain(evidence):
    link = evidence.custody.get()
    with pytest.raises(InternalError), transaction.atomic():
        CustodyEvent.objects.filter(pk=link.pk).update(actor="somebody else")
    with pytest.raises(InternalError), transaction.atomic():
        link.delete()


# Checking --------------------------------------------------------------------------------------------------------


def test_without_a_scanner_it_is_said_and_the_preview_is_drawn(evidence):
    assert actions.check_evidence(evidence_id=evidence.pk)
    evidence.refresh_from_db()
    assert (evidence.state, evidence.checked_at is not None) == (State.UNCHECKED, True)
    assert bytes_of(evidence.preview_key).startswith(b"\xff\xd8")
    assert bytes_of(evidence.key) == ONE


def test_a_clean_file_and_one_that_is_not(reporter, incident, evidence, received, settings):
    (bad,) = receive(by=reporter, files=[received(MAIL + EICAR)], incident=incident)
    with clamd.running() as daemon:
        settings.CLAMD_ADDRESS = daemon.address
        assert actions.check_waiting() == 2
    evidence.refresh_from_db()
    bad.refresh_from_db()
    assert (evidence.state, bad.state, bad.preview_key) == (State.CLEAN, State.INFECTED, "")


def test_while_the_scanner_is_away_it_waits_longer_each_time(evidence, settings, caplog):
    settings.CLAMD_ADDRESS = "tcp://127.0.0.1:1"
    assert not actions.check_evidence(evidence_id=evidence.pk)
    evidence.refresh_from_db()
    assert (evidence.state, evidence.attempts) == (State.WAITING, 1)
    assert evidence.next_check_at > timezone.now() + timedelta(seconds=20)
    assert evidence.reference in caplog.text
    assert actions.check_waiting() == 0
    assert Evidence.objects.get().attempts == 1
    settings.CLAMD_ADDRESS = ""
    Evidence.objects.update(next_check_at=timezone.now())
    assert actions.check_waiting() == 1


def test_a_file_that_is_damaged_waits_and_is_said(evidence, settings, caplog):
    path = store._path(evidence.key)
    path.write_bytes(path.read_bytes()[:-1])
    assert not actions.check_evidence(evidence_id=evidence.pk)
    assert Evidence.objects.get().state == State.WAITING
    assert evidence.reference in caplog.text


def test_a_picture_that_brings_its_reader_down_goes_without_a_preview(evidence, monkeypatch):
    monkeypatch.setattr(previews, "preview_of", lambda *_: pytest.fail("read a fourth time"))
    Evidence.objects.update(attempts=files.PREVIEW_TRIES)
    assert actions.check_evidence(evidence_id=evidence.pk)
    assert Evidence.objects.get().preview_key == ""


def test_what_is_settled_is_not_checked_again(evidence):
    assert actions.check_evidence(evidence_id=evidence.pk)
    assert not actions.check_evidence(evidence_id=evidence.pk)
    assert [verb for verb, _ in chain(evidence)] == ["received", "checked"]


def test_the_slower_of_two_checks_changes_nothing(evidence):
    files.settle(evidence, State.CLEAN, None, actions.checked)
    files.settle(evidence, State.UNCHECKED, None, actions.checked)
    assert Evidence.objects.get().state == State.CLEAN


# Keeping ---------------------------------------------------------------------------------------------------------


def test_what_no_row_knows_is_swept_and_the_rest_stays(reporter, evidence, stored, monkeypatch):
    actions.check_evidence(evidence_id=evidence.pk)
    evidence.refresh_from_db()
    held = store.put(MAIL)
    mail = {"fingerprint": "0" * 64, "due_at": timezone.now(), "key": held, "recipient": "x", "size": 1}
    HeldMail.objects.create(**mail)
    store.put(b"of nobody")
    store.begin().write(b"never finished")
    assert actions.sweep_orphans() == 0
    monkeypatch.setattr(actions, "ORPHAN_AFTER", timedelta(seconds=-1))
    assert actions.sweep_orphans() == 2
    assert stored() == {evidence.key, evidence.preview_key, held}


def test_a_new_key_is_given_to_everything(evidence, settings, stored, received, django_capture_on_commit_callbacks):
    actions.check_evidence(evidence_id=evidence.pk)
    mail = received(MAIL, "mail.eml")
    HeldMail.objects.create(
        fingerprint=mail.digest, due_at=timezone.now(), key=mail.key, recipient=mail.recipient, size=mail.size
    )
    new = str(x25519.Identity.generate())
    settings.EVIDENCE_KEYS = [new, *settings.EVIDENCE_KEYS]
    with django_capture_on_commit_callbacks(execute=True):
        call_command("rotate_evidence_keys", stdout=(said := StringIO()))
    settings.EVIDENCE_KEYS = [new]
    evidence.refresh_from_db()
    held = HeldMail.objects.get()
    assert "2 changed" in said.getvalue()
    assert (bytes_of(evidence.key), bytes_of(held.key)) == (ONE, MAIL)
    assert bytes_of(evidence.preview_key).startswith(b"\xff\xd8")
    assert len(stored()) == 3
    assert chain(evidence)[-1] == ("key changed", "councilsafe")
    assert actions.with_old_keys() == []


def test_a_rotation_that_is_stopped_goes_on_where_it_was(reporter, incident, evidence, received, settings, monkeypatch):
    receive(by=reporter, files=[received(TWO)], incident=incident)
    settings.EVIDENCE_KEYS = [str(x25519.Identity.generate()), *settings.EVIDENCE_KEYS]
    actions.change_key(of=actions.with_old_keys()[0])
    with monkeypatch.context() as patch:
        patch.setattr(actions, "record", stopped)
        with pytest.raises(KeyboardInterrupt):
            call_command("rotate_evidence_keys")
    assert {bytes_of(one.key) for one in Evidence.objects.all()} == {ONE, TWO}
    assert len(actions.with_old_keys()) == 1
    call_command("rotate_evidence_keys", stdout=StringIO())
    assert {bytes_of(one.key) for one in Evidence.objects.all()} == {ONE, TWO}
    assert actions.with_old_keys() == []


def stopped(**_):
    raise KeyboardInterrupt


def test_what_cannot_be_read_keeps_its_old_key_and_is_named(evidence, settings):
    Evidence.objects.update(digest="0" * 64)
    settings.EVIDENCE_KEYS = [str(x25519.Identity.generate()), *settings.EVIDENCE_KEYS]
    with pytest.raises(CommandError, match=evidence.reference):
        call_command("rotate_evidence_keys", stderr=StringIO())
    assert bytes_of(Evidence.objects.get().key) == ONE
