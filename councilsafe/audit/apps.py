from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "councilsafe.audit"
    label = "audit"
