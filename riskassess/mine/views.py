"""What is a councillor's own: their risk, and where everything about their safety is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import SignedInRequest, require
from councilsafe.duty.rota import Duty, NobodyOnDuty, on_duty
from riskassess.mine.places import places
from riskassess.models import RiskProfile, RiskReview


@require_safe
@require(Permission.OWN_SAFETY)
def my_safety(request: SignedInRequest) -> HttpResponse:
    """The reader's own, whatever else they may see."""
    own = RiskProfile.objects.visible_to(request.user).filter(councillor=request.user).first()
    waiting = RiskReview.objects.open().filter(profile=own).select_related("owner").first()
    shown = {"profile": own, "review": waiting, "duty": duty_now(), "places": places(request.user)}
    return render(request, "riskassess/mine/my_safety.html", shown)


def duty_now() -> Duty | None:
    try:
        return on_duty(timezone.now())
    except NobodyOnDuty:  # the page still says what to do in danger
        return None
