"""The Celery application. Tasks only make happen sooner what a row in the database already asks for."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilsafe.settings")

app = Celery("councilsafe")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
