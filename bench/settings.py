"""The real settings for a web process that is measured: without the build of its assets."""

from councilsafe.settings import *  # noqa: F403 - all of them, as the process has them
from councilsafe.settings import STORAGES

STORAGES |= {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
