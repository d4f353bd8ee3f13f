from celery import shared_task
from django.utils import timezone

from incidents.actions import evidence, retention, sender, support
from incidents.mail import fetch


@shared_task(name="incidents.check_evidence")
def check_evidence(evidence_id: int) -> None:
    evidence.check_evidence(evidence_id=evidence_id)


@shared_task(name="incidents.check_waiting_evidence")
def check_waiting_evidence() -> None:
    evidence.check_waiting()
    sender.read_waiting()


@shared_task(name="incidents.read_sender")
def read_sender(evidence_id: int) -> None:
    sender.read_sender(evidence_id=evidence_id)


@shared_task(name="incidents.sweep_evidence")
def sweep_evidence() -> None:
    evidence.sweep_orphans()


@shared_task(name="incidents.fetch_mail")
def fetch_mail() -> None:
    fetch.fetch_mail()


@shared_task(name="incidents.look_after_support")
def look_after_support() -> None:
    support.look_after_support(now=timezone.now())


@shared_task(name="incidents.let_go_of_old_drafts")
def let_go_of_old_drafts() -> None:
    retention.let_go_of_old_drafts(now=timezone.now())
