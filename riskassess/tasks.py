from celery import shared_task
from django.utils import timezone

from riskassess import actions


@shared_task(name="riskassess.look_after_reviews")
def look_after_reviews() -> None:
    actions.look_after_reviews(now=timezone.now())
