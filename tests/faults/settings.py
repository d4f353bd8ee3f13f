"""The real settings, but on a test's database, with mail that goes into a file, and with sweeps every second."""

import os

from councilsafe.settings import *  # noqa: F403 - all of them, as the processes have them
from councilsafe.settings import CELERY_BEAT_SCHEDULE, DATABASES

DATABASES["default"]["NAME"] = os.environ["FAULTS_DATABASE"]
EMAIL_BACKEND = "tests.faults.mail.FileBackend"
SWEEPS = ("notifications.deliver_due", "duty.climb_due_alerts", "riskassess.watch_visits")
CELERY_BEAT_SCHEDULE = {
    name: entry | {"schedule": 1.0} for name, entry in CELERY_BEAT_SCHEDULE.items() if entry["task"] in SWEEPS
}
