from django.apps import AppConfig


class RiskassessConfig(AppConfig):
    name = "riskassess"

    def ready(self) -> None:
        from riskassess import receivers

        receivers.connect()
