"""Reports that somebody may know of because the person it was done to agreed, and for as long as they do (P29)."""

from django.db.models import OuterRef, Q, Subquery

from councilsafe.access import Permission
from councilsafe.accounts.models import CouncillorDetails, User
from incidents.models import Conflict, Consent, Incident, IncidentQuerySet

Purpose = Consent.Purpose


def shared_with(user: User) -> IncidentQuerySet:
    """By the newest answer. Nothing that is kept confidential, was withdrawn, or in which the reader has a conflict."""
    return Incident.objects.filter(
        for_champion(user) | for_group_lead(user), restricted=False, withdrawn_at__isnull=True
    ).exclude(pk__in=Conflict.objects.filter(user=user).values("incident"))


def for_champion(user: User) -> Q:
    return agreed(Purpose.CHAMPION) if user.may(Permission.SEE_SHARED) else Q(pk__in=[])


def for_group_lead(user: User) -> Q:
    """Those of their own political group alone. Independents have no group to lead."""
    group = CouncillorDetails.objects.filter(user=user).values_list("group", flat=True).first()
    if not (group and user.may(Permission.SUPPORT_GROUP)):
        return Q(pk__in=[])
    return agreed(Purpose.GROUP) & Q(councillor__councillor__group=group)


def agreed(purpose: Consent.Purpose) -> Q:
    """The newest answer for this purpose is yes."""
    answers = Consent.objects.filter(purpose=purpose)
    newest = answers.filter(incident=OuterRef("incident")).newest_first().values("pk")[:1]
    return Q(pk__in=answers.filter(given=True, pk=Subquery(newest)).values("incident"))
