from celery import shared_task
from django.utils import timezone

from incidents.actions import support


@shared_task(name="incidents.remind_of_support")
def remind_of_support() -> None:
    support.look_after_support(now=timezone.now())
