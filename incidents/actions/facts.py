"""What is known about an incident, completed after it was reported."""

from typing import Any

from django.db import transaction

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from incidents import signals
from incidents.facts import FACTS, check
from incidents.models import Incident


@transaction.atomic
def complete_facts(*, by: User, incident: Incident, facts: dict[str, Any], reason: str = "") -> Incident:
    """Set facts, with `None` to say not known after all. Only what differs is written and told on.

    Raises FactError for names or values outside the vocabulary.
    """
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    wanted = {name: check({name: value}).get(name) for name, value in facts.items()}
    changed = {name: value for name, value in wanted.items() if getattr(incident, name) != value}
    if not changed:
        return incident
    incident.set_facts(changed)
    incident.save(update_fields=list(changed))
    labels = ", ".join(FACTS[name].name for name in changed)
    record(by=by, verb="facts completed", on=incident, reason=reason, detail=labels[:120])
    signals.facts_changed.send(Incident, incident=incident, by=by, reason=reason, changed=set(changed))
    return incident
