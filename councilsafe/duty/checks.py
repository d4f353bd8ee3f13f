from datetime import timedelta
from typing import Any

from django.core.checks import CheckMessage, Warning, register
from django.utils import timezone

from councilsafe.duty.calendar import holidays_known_until

ENOUGH = timedelta(days=60)


@register(deploy=True)
def bank_holidays_are_known(**kwargs: Any) -> list[CheckMessage]:
    """Clocks run through bank holidays that are not known, and then fall due too early."""
    known_until = holidays_known_until()
    if known_until - timezone.localdate() > ENOUGH:
        return []
    hint = "Install a newer version of govuk-bank-holidays."
    return [Warning(f"Bank holidays are only known until {known_until}.", hint=hint, id="duty.W001")]
