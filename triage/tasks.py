from celery import shared_task
from django.utils import timezone

from triage.actions import replay
from triage.actions.deadlines import catch_up_deadlines
from triage.actions.offers import look_for_patterns
from triage.actions.pause import resume_due_pauses
from triage.actions.silence import ask_about_silence
from triage.actions.together import score_group, score_waiting


@shared_task(name="triage.resume_due_pauses")
def resume_pauses() -> None:
    resume_due_pauses()


@shared_task(name="triage.catch_up_deadlines")
def catch_up() -> None:
    catch_up_deadlines()


@shared_task(name="triage.look_for_patterns")
def look() -> None:
    look_for_patterns(now=timezone.now())


@shared_task(name="triage.score_again")
def score_again(rescoring_id: int) -> None:
    score_group(rescoring_id=rescoring_id)


@shared_task(name="triage.score_waiting")
def score_all_waiting() -> None:
    score_waiting()


@shared_task(name="triage.ask_about_silence")
def ask() -> None:
    ask_about_silence(now=timezone.now())


@shared_task(name="triage.replay")
def replay_version(replay_id: int) -> None:
    replay.run_replay(replay_id=replay_id)


@shared_task(name="triage.replay_waiting")
def replay_waiting() -> None:
    replay.run_replays()
