"""The way to the pages of a draft."""

from collections.abc import Callable

from django.urls import reverse

from incidents.models import Draft
from tests.unit.incidents.answers import Sent

MakeDraft = Callable[[Sent], Draft]


def page(draft: Draft, key: str) -> str:
    return reverse("report-step", args=[draft.pk, key])


def check(draft: Draft) -> str:
    return reverse("report-check", args=[draft.pk])
