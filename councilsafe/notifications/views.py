from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilsafe.accounts.guards import ActionDenied, SignedInRequest
from councilsafe.govuk.paging import keyset_page
from councilsafe.notifications import actions, wording
from councilsafe.notifications.channels import texts
from councilsafe.notifications.forms import CodeForm, MobileForm
from councilsafe.notifications.models import MobileCode, OutboxMessage

NOTICES_A_PAGE = 25
SALT = "notice"


@require_safe
def notices(request: SignedInRequest) -> HttpResponse:
    mine = OutboxMessage.objects.notices(request.user)
    cursor = request.GET.get("cursor")
    page = keyset_page(mine, field="created_at", descending=True, size=NOTICES_A_PAGE, cursor=cursor)
    shown = [as_shown(message) for message in page.rows]
    return render(request, "notifications/notices.html", {"page": page, "notices": shown})


def as_shown(message: OutboxMessage) -> dict[str, Any]:
    return {
        "message": message,
        "subject": wording.subject_of(message.kind, message.about_ref),
        "token": signing.dumps(message.pk, salt=SALT),
    }


@require_safe
def notice(request: SignedInRequest, token: str) -> HttpResponse:
    """On to what it is about. The token stands for one row, and opens it for nobody else."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    message = get_object_or_404(OutboxMessage.objects.notices(request.user), pk=pk)
    actions.read_notice(by=request.user, notice=message)
    return redirect(message.path)


@require_POST
def notices_read(request: SignedInRequest) -> HttpResponse:
    actions.read_all(by=request.user)
    messages.success(request, "All of your notices are marked as read.")
    return redirect("notices")


@require_http_methods(["GET", "POST"])
def contact(request: SignedInRequest) -> HttpResponse:
    """How we reach them. A new number is used once its code has come back."""
    form = MobileForm(request.POST or None)
    if form.is_valid() and is_offered(request, form):
        return redirect("contact-code")
    shown = {"form": form, "is_on": texts.is_on(), "pending": MobileCode.objects.filter(user=request.user).first()}
    return render(request, "notifications/contact.html", shown)


def is_offered(request: SignedInRequest, form: MobileForm) -> bool:
    try:
        actions.offer_mobile(by=request.user, mobile=form.cleaned_data["mobile"])
    except ActionDenied as denied:
        form.add_error("mobile", str(denied))
        return False
    return True


@require_http_methods(["GET", "POST"])
def contact_code(request: SignedInRequest) -> HttpResponse:
    pending = MobileCode.objects.filter(user=request.user).first()
    if pending is None:
        return redirect("contact")
    form = CodeForm(request.POST or None)
    if form.is_valid():
        if actions.confirm_mobile(by=request.user, typed=form.cleaned_data["code"]):
            messages.success(request, "Your number is confirmed. We will text you when something cannot wait.")
            return redirect("contact")
        form.add_error("code", "The code is not right, or it is too old. Try again, or ask for a new one")
    return render(request, "notifications/contact_code.html", {"form": form, "pending": pending})


@require_POST
def contact_stop(request: SignedInRequest) -> HttpResponse:
    actions.stop_texts(by=request.user)
    messages.success(request, "We will not text you any more, and your number is deleted.")
    return redirect("contact")
