"""Every change to what assessments of activities begin with. Those that were begun before keep their words."""

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from riskassess.activities.policies import check_may_keep
from riskassess.models import ActivityTemplate

CHANGED = "Somebody has changed this while you were writing. Look at theirs below, then save again."


class StaleTemplateError(Exception):
    """It is no longer as its reader saw it. The message is written for them."""


@transaction.atomic
def add_template(*, by: User, kind: str, title: str, who: str, controls: str) -> ActivityTemplate:
    check_may_keep(by)
    words = {"title": title, "who": who, "controls": controls}
    template = ActivityTemplate.objects.create(kind=kind, changed_by=by, **words)
    record(by=by, verb="activity template added", on=template)
    return template


@transaction.atomic
def change_template(  # noqa: PLR0913  # keyword-only: the words, and what their writer had seen
    *, by: User, template: ActivityTemplate, title: str, who: str, controls: str, seen: str
) -> ActivityTemplate:
    """`seen`: `template.seen` as its reader had it."""
    template = in_hand(by, template)
    if template.seen != seen:
        raise StaleTemplateError(CHANGED)
    template.title, template.who, template.controls = title, who, controls
    return saved(by, template, "activity template changed")


@transaction.atomic
def retire_template(*, by: User, template: ActivityTemplate) -> ActivityTemplate:
    """Nobody is offered it from now on. A second click does no harm."""
    template = in_hand(by, template)
    if template.retired_at:
        return template
    template.retired_at = timezone.now()
    return saved(by, template, "activity template retired")


@transaction.atomic
def offer_template(*, by: User, template: ActivityTemplate) -> ActivityTemplate:
    """Again."""
    template = in_hand(by, template)
    if template.retired_at is None:
        return template
    template.retired_at = None
    return saved(by, template, "activity template offered again")


def in_hand(by: User, template: ActivityTemplate) -> ActivityTemplate:
    """Locked, when somebody has changed it before. Else as we ship it, and the first who saves it makes the row."""
    check_may_keep(by)
    return ActivityTemplate.objects.select_for_update().filter(key=template.key).first() or template


def saved(by: User, template: ActivityTemplate, verb: str) -> ActivityTemplate:
    """Two who change what we ship at the same moment: the key is unique, and the later one has seen nothing of it."""
    template.changed_at, template.changed_by = timezone.now(), by
    if not template.pk:
        _, is_new = ActivityTemplate.objects.get_or_create(key=template.key, defaults=columns(template))
        if not is_new:
            raise StaleTemplateError(CHANGED)
        template = ActivityTemplate.objects.get(key=template.key)
    else:
        template.save()
    record(by=by, verb=verb, on=template)
    return template


def columns(template: ActivityTemplate) -> dict[str, object]:
    names = ("kind", "title", "who", "controls", "retired_at", "changed_at", "changed_by")
    return {name: getattr(template, name) for name in names}
