"""Who decides about a sensitive interest, and who may hear of it: only those who decide, and never about their own."""

from councilsafe.access import Permission
from councilsafe.accounts.models import User
from councilsafe.duty.audience import Audience
from riskassess.models import SensitiveInterest

ABOUT = "sensitiveinterest"  # what its deadlines are about


def next_decider(councillor: User) -> User | None:
    return User.objects.who_may(Permission.DECIDE_INTERESTS).exclude(pk=councillor.pk).first()


def hearers(reference: str) -> Audience | None:
    interest = SensitiveInterest.objects.filter(reference=reference).first()
    deciders = User.objects.who_may(Permission.DECIDE_INTERESTS).values_list("pk", flat=True)
    return Audience.of(deciders, {interest.councillor_id}) if interest else None
