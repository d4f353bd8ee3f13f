from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "triage"

    def ready(self) -> None:
        from triage import receivers, revisions, task_hearers

        receivers.connect()
        revisions.connect()
        task_hearers.connect()
