"""As settings.py here, but with mail that goes through GOV.UK Notify's stand-in."""

from tests.faults.settings import *  # noqa: F403

EMAIL_BACKEND = "councilsafe.notifications.channels.notify.EmailBackend"
