from django.apps import AppConfig


class TriageConfig(AppConfig):
    name = "triage"

    def ready(self) -> None:
        from triage import receivers, revisions

        receivers.connect()
        revisions.connect()
