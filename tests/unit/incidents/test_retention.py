"""Drafts that nobody sent go; alarms, reports and what is being written stay (P23)."""

from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from incidents.actions import raise_alarm, save_answers, start_draft, submit_report
from incidents.actions.retention import let_go, let_go_of_old_drafts
from incidents.models import Draft, Evidence
from incidents.tasks import let_go_of_old_drafts as task
from tests.factories import LOG


@pytest.fixture
def now(settings: LazySettings) -> datetime:
    settings.DRAFT_RETENTION_DAYS = 30
    return timezone.now()


def left(by: User, days: int) -> Draft:
    draft = Draft.objects.create(reporter=by, answers={"words": {"description": ["Private words."]}})
    Draft.objects.filter(pk=draft.pk).update(changed_at=timezone.now() - timedelta(days=days))
    return draft


def test_a_draft_goes_after_its_days_and_not_before(councillor: User, now: datetime) -> None:
    left(councillor, days=31)
    young = left(councillor, days=29)
    assert let_go_of_old_drafts(now=now) == 1
    assert Draft.objects.get() == young


def test_the_audit_keeps_its_number_and_nothing_that_was_written(councillor: User, now: datetime) -> None:
    draft = left(councillor, days=31)
    let_go_of_old_drafts(now=now)
    event = AuditEvent.objects.get(verb="draft let go")
    assert (event.object_ref, event.actor, event.reason, event.detail) == (str(draft.pk), "councilsafe", "", "")


def test_alarms_and_reports_stay(councillor: User, now: datetime) -> None:
    alarmed = Draft.objects.create(reporter=councillor)
    raise_alarm(by=councillor, draft=alarmed)
    submit_report(by=councillor, draft=Draft.objects.create(reporter=councillor), facts=LOG, told={})
    Draft.objects.update(changed_at=now - timedelta(days=400))
    assert let_go_of_old_drafts(now=now) == 0
    assert Draft.objects.count() == 2


def test_who_went_on_writing_keeps_the_draft(councillor: User, now: datetime) -> None:
    draft = left(councillor, days=31)
    save_answers(by=councillor, draft=draft, step="danger", answers={"danger": ["no"]})
    assert let_go(draft_id=str(draft.pk), before=now - timedelta(days=30)) is False
    assert Draft.objects.filter(pk=draft.pk).exists()


def test_its_files_go_with_it(councillor: User, now: datetime) -> None:
    draft = left(councillor, days=31)
    Evidence.objects.create(
        draft=draft, uploaded_by=councillor, name="a.png", kind="image/png", size=1, digest="0" * 64, key="k" * 32
    )
    assert let_go_of_old_drafts(now=now) == 1
    assert not Evidence.objects.exists()


def test_the_task_can_run_as_often_as_it_likes(councillor: User, now: datetime) -> None:
    start_draft(by=councillor)
    left(councillor, days=31)
    task()
    task()
    assert Draft.objects.count() == 1
