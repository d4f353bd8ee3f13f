from celery import shared_task
from django.utils import timezone

from riskassess import actions
from riskassess.actions import (
    activity_care,
    briefing_files,
    interests,
    profiles,
    register,
    tensions,
    venue_photos,
    venues,
    visit_check_ins,
    visit_clock,
)


@shared_task(name="riskassess.look_after_reviews")
def look_after_reviews() -> None:
    actions.look_after_reviews(now=timezone.now())
    profiles.look_after_plans()
    interests.look_after_interests()


@shared_task(name="riskassess.look_after_venues")
def look_after_venues() -> None:
    venues.look_after_venues(now=timezone.now())


@shared_task(name="riskassess.check_venue_photo")
def check_venue_photo(photo_id: int) -> None:
    venue_photos.check_photo(photo_id=photo_id)


@shared_task(name="riskassess.check_waiting_photos")
def check_waiting_photos() -> None:
    venue_photos.check_waiting_photos()


@shared_task(name="riskassess.watch_visits")
def watch_visits() -> None:
    visit_clock.watch_visits()


@shared_task(name="riskassess.follow_check_ins")
def follow_check_ins(visit_id: int) -> None:
    visit_check_ins.follow_check_ins(visit_id=visit_id)


@shared_task(name="riskassess.look_after_register")
def look_after_register() -> None:
    register.look_after_register(now=timezone.now())


@shared_task(name="riskassess.look_after_tensions")
def look_after_tensions() -> None:
    tensions.look_after_tensions(now=timezone.now())


@shared_task(name="riskassess.check_briefing_file")
def check_briefing_file(file_id: int) -> None:
    briefing_files.check_briefing_file(file_id=file_id)


@shared_task(name="riskassess.check_waiting_briefing_files")
def check_waiting_briefing_files() -> None:
    briefing_files.check_waiting_files()


@shared_task(name="riskassess.look_after_activities")
def look_after_activities() -> None:
    activity_care.look_after_activities()
