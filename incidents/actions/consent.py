"""What the person it was done to agrees to share, and with whom (P29)."""

from django.db import transaction

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from incidents.models import Consent, Incident
from incidents.support.policies import check_may_consent

IN_WORDS = {
    Consent.Purpose.GROUP.value: "the group leader",
    Consent.Purpose.CHAMPION.value: "the safety champion",
    Consent.Purpose.POLICE.value: "the police",
}


@transaction.atomic
def set_consent(*, by: User, incident: Incident, purpose: str, given: bool) -> Consent:
    """Answer for one purpose. The same answer twice is one; another stands beside those before it.

    Raises ActionDenied to anybody whose word it is not (`may_consent`), and ValueError for an unknown purpose.
    """
    check_may_consent(by, incident)
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    purpose = Consent.Purpose(purpose).value
    newest = incident.consents.filter(purpose=purpose).newest_first().first()
    if newest and newest.given == given:
        return newest
    consent = Consent.objects.create(incident=incident, purpose=purpose, given=given, by=by)
    record(by=by, verb="sharing agreed" if given else "sharing refused", on=incident, detail=IN_WORDS[purpose])
    return consent


@transaction.atomic
def record_shared_opening(*, by: User, incident: Incident) -> None:
    """Somebody read what was shared with them: recorded like every opening of a case."""
    record(by=by, verb="opened", on=incident, detail="shared")
