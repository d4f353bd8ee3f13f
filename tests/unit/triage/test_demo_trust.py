"""The demonstration's councillors choose, share, and are called as they asked."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.utils import timezone

from incidents.models import Consent, Wellbeing


@pytest.mark.django_db
def test_the_demonstration_has_support_given_and_support_to_give(settings: LazySettings) -> None:
    settings.DEMO_MODE = True
    call_command("seed_demo", incidents=30)
    assert Consent.objects.filter(given=True).exists()
    assert Wellbeing.objects.filter(done_at__isnull=False, note__gt="").exists()
    long_ago = timezone.localdate() - timedelta(days=1)
    assert not Wellbeing.objects.open().filter(choice="call", due_on__lt=long_ago).exists()
