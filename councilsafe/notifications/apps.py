from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "councilsafe.notifications"
    label = "notifications"
