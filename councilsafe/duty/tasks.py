from celery import shared_task

from councilsafe.duty import actions


@shared_task(name="duty.climb_due_alerts")
def climb_due_alerts() -> None:
    actions.climb_due_alerts()


@shared_task(name="duty.remind_due_deadlines")
def remind_due_deadlines() -> None:
    actions.remind_due_deadlines()


@shared_task(name="duty.watch_rota")
def watch_rota() -> None:
    actions.lapse_stale_covers()
    actions.watch_gaps()
