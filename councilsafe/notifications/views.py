from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from councilsafe.govuk.paging import keyset_page
from councilsafe.notifications.models import DemoMail

MAILS_A_PAGE = 50


@require_safe
def demo_messages(request: HttpRequest) -> HttpResponse:
    """A demonstration's mail, for everybody who is signed in. Elsewhere there is no such page."""
    if not settings.DEMO_MODE:
        raise Http404
    mails = DemoMail.objects.all()
    page = keyset_page(mails, field="sent_at", descending=True, size=MAILS_A_PAGE, cursor=request.GET.get("cursor"))
    return render(request, "notifications/demo_messages.html", {"page": page})
