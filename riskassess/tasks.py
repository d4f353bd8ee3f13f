from celery import shared_task
from django.utils import timezone

from riskassess import actions
from riskassess.actions import venues


@shared_task(name="riskassess.look_after_reviews")
def look_after_reviews() -> None:
    actions.look_after_reviews(now=timezone.now())


@shared_task(name="riskassess.look_after_venues")
def look_after_venues() -> None:
    venues.look_after_venues(now=timezone.now())
