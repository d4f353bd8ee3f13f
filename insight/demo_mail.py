"""A demonstration's messages, in a page instead of in letter boxes, telephones and a team's channel."""

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councilsafe.accounts.guards import SignedInRequest
from councilsafe.accounts.models import User
from councilsafe.govuk.paging import keyset_page
from councilsafe.notifications.models import DemoMail, MobileCode
from incidents.models import Incident
from riskassess.models import RiskReview

MAILS_A_PAGE = 50


def mails_for(reader: User) -> QuerySet[DemoMail]:
    """Their own, also to a number still to be confirmed, and those to others about what they may see anyway."""
    incidents = Incident.objects.visible_to(reader).values("reference")
    reviews = RiskReview.objects.visible_to(reader).values("reference")
    numbers = Q(to__in=MobileCode.objects.filter(user=reader).values("mobile")) | Q(to=reader.mobile, channel="sms")
    about = Q(about_ref__in=incidents) | Q(about_ref__in=reviews)
    return DemoMail.objects.filter(Q(to=reader.email) | numbers | about)


@require_safe
def demo_messages(request: SignedInRequest) -> HttpResponse:
    """Elsewhere there is no such page."""
    if not settings.DEMO_MODE:
        raise Http404
    mails, cursor = mails_for(request.user), request.GET.get("cursor")
    page = keyset_page(mails, field="sent_at", descending=True, size=MAILS_A_PAGE, cursor=cursor)
    return render(request, "insight/demo_messages.html", {"page": page})
