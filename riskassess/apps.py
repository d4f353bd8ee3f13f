from django.apps import AppConfig


class RiskassessConfig(AppConfig):
    name = "riskassess"

    def ready(self) -> None:
        from django.conf import settings

        from riskassess import receivers
        from riskassess.profiles.kinds import check_names

        check_names(settings.OFFER_ALSO)
        receivers.connect()
