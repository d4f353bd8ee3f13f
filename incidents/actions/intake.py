"""What comes in by way of officers: a report by telephone, the many messages of a pile-on, and the same thing twice."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.notifications.actions import tell
from incidents import signals
from incidents.facts import Facts, check
from incidents.intake.gathered import Gathered
from incidents.models import Draft, GatheredMessage, Incident, Intake


@transaction.atomic
def take_telephone_report(
    *, by: User, token: UUID, caller: User | None, facts: Facts, told: dict[str, Any]
) -> Incident:
    """What somebody said on the telephone becomes their report; the officer's, where they have no account.

    Once for each `token`: sending the page again gives the same incident back. `told` holds what is not a fact.
    """
    draft = locked_draft(by, token)
    if draft.incident:
        return draft.incident
    incident = taken(draft, reporter=caller or by, intake=Intake.TELEPHONE, facts=facts, told=told)
    record(by=by, verb="taken by telephone", on=incident)
    finish(draft, incident, by)
    return incident


@transaction.atomic
def gather_pile_on(
    *, by: User, token: UUID, gathered: Sequence[Gathered], facts: Facts, told: dict[str, Any]
) -> Incident:
    """Many messages become one incident with many sources, once for each `token`."""
    draft = locked_draft(by, token)
    if draft.incident:
        return draft.incident
    incident = taken(draft, reporter=by, intake=Intake.PILE_ON, facts=facts, told=told)
    GatheredMessage.objects.bulk_create(GatheredMessage(incident=incident, **vars(one)) for one in gathered)
    record(by=by, verb="messages gathered", on=incident, detail=str(len(gathered)))
    finish(draft, incident, by)
    return incident


def locked_draft(by: User, token: UUID) -> Draft:
    """The row that makes sending twice harmless."""
    Draft.objects.get_or_create(pk=token, defaults={"reporter": by})
    draft = Draft.objects.visible_to(by).select_for_update().filter(pk=token).first()
    if draft is None:
        raise ActionDenied("This page was somebody else's. Open it again.")
    return draft


def taken(draft: Draft, *, reporter: User, intake: Intake, facts: Facts, told: dict[str, Any]) -> Incident:
    incident = Incident(reporter=reporter, intake=intake, reported_at=timezone.now(), **told)
    incident.set_facts(check(facts))
    incident.save()
    draft.incident, draft.submitted_at = incident, incident.reported_at
    draft.save(update_fields=["incident", "submitted_at", "changed_at"])
    return incident


def finish(draft: Draft, incident: Incident, by: User) -> None:
    """Those whose report it is find it among their own, and are told that it is there."""
    signals.incident_reported.send(Incident, incident=incident, by=by)
    for person in {incident.reporter, incident.councillor} - {by, None}:
        if person and Incident.objects.own(person).filter(pk=incident.pk).exists():
            path, key = f"/my/reports/{incident.reference}/", f"taken:{incident.reference}:{person.reference}"
            tell(to=person, kind="report.taken", about_ref=incident.reference, path=path, key=key)


# The same thing twice --------------------------------------------------------------------------------------------


@transaction.atomic
def mark_duplicate(*, by: User, incident: Incident, of: Incident, reason: str) -> Incident:
    """Say that two reports are about the same. Both stay; one leads to the other, and never on to a third."""
    pair = {
        one.pk: one for one in Incident.objects.select_for_update().filter(pk__in=[incident.pk, of.pk]).order_by("pk")
    }
    incident, of = pair[incident.pk], pair[of.pk]
    check_duplicate(incident, of)
    incident.duplicate_of = of
    incident.save(update_fields=["duplicate_of"])
    record(by=by, verb="marked as duplicate", on=incident, reason=reason, detail=of.reference)
    record(by=by, verb="has a duplicate", on=of, detail=incident.reference)
    return incident


def check_duplicate(incident: Incident, of: Incident) -> None:
    if incident == of:
        raise ActionDenied("A report is no duplicate of itself.")
    if incident.duplicate_of_id:
        raise ActionDenied("This is marked as a duplicate already.")
    if of.duplicate_of_id:
        raise ActionDenied("The other report is itself a duplicate. Choose the one that it leads to.")
    if incident.duplicates.exists():
        raise ActionDenied("Other reports are marked as duplicates of this one. Mark the other report instead.")
    if of.restricted and not incident.restricted:
        raise ActionDenied("The other report is kept confidential, so it cannot be named here.")


@transaction.atomic
def unmark_duplicate(*, by: User, incident: Incident, reason: str) -> Incident:
    """It is something else after all. Nothing is done to what is no duplicate."""
    incident = Incident.objects.select_for_update().get(pk=incident.pk)
    if incident.duplicate_of is None:
        return incident
    record(by=by, verb="no longer a duplicate", on=incident, reason=reason, detail=incident.duplicate_of.reference)
    incident.duplicate_of = None
    incident.save(update_fields=["duplicate_of"])
    return incident
