from importlib import import_module

from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "councilsafe.duty"
    label = "duty"

    def ready(self) -> None:
        import_module("councilsafe.duty.checks")
        import_module("councilsafe.duty.receivers").connect()
