from celery import shared_task

from councilsafe.notifications import actions


@shared_task(name="notifications.deliver")
def deliver(message_id: int) -> None:
    actions.deliver(message_id=message_id)


@shared_task(name="notifications.deliver_due")
def deliver_due() -> None:
    actions.deliver_due()


@shared_task(name="notifications.heartbeat")
def heartbeat() -> None:
    actions.beat()


@shared_task(name="notifications.put_together")
def put_together() -> None:
    actions.put_together()


@shared_task(name="notifications.ask_what_became")
def ask_what_became() -> None:
    actions.ask_what_became()
