"""The mail that was held back, by what must be checked first, and what can be made of it."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest, View, require
from councilsafe.govuk.paging import keyset_page
from councilsafe.notifications.models import Heartbeat
from incidents.actions import mail as actions
from incidents.evidence.limits import MOST_INCIDENT
from incidents.evidence.uploads import EvidenceHandler, Received, receives, refusals
from incidents.mail.forms import HoldForm, ReportMailForm, SetAsideForm
from incidents.models import HeldMail

TOO_LONG_UNREAD = timedelta(minutes=15)


@csrf_exempt  # receives looks for forgery
@require(Permission.WORK_CASES)
@receives(lambda: EvidenceHandler(MOST_INCIDENT))
def held_mails(request: SignedInRequest) -> HttpResponse:
    form = HoldForm(request.POST, request.FILES) if request.method == "POST" else HoldForm()
    if request.method == "POST" and form.is_valid():
        files = form.cleaned_data["mails"]
        hold(request, files)
        if not refusals(files):
            return redirect("held-mails")
        form.add_error("mails", refusals(files))
    return render(request, "incidents/mail/list.html", listed(request) | {"form": form})


def hold(request: SignedInRequest, files: list[Received]) -> None:
    held = [actions.hold_mail(by=request.user, file=file) for file in files if not file.refused]
    new = sum(is_new for _, is_new in held)
    if new:
        messages.success(request, f"{new} mails were added." if new > 1 else "The mail was added.")
    if len(held) > new:
        messages.info(request, "What had been added before is there once.")


def listed(request: SignedInRequest) -> dict[str, object]:
    """What waits by what falls due first; what was checked, the latest first."""
    done = request.GET.get("show") == "checked"
    mails = HeldMail.objects.visible_to(request.user).select_related("checked_by", "incident")
    mails = mails.exclude(checked_at=None) if done else mails.waiting()
    mails = mails.defer("body", "headers", "attachments", "problems")
    field = "checked_at" if done else "due_at"
    page = keyset_page(mails, field=field, descending=done, cursor=request.GET.get("cursor"))
    return {"page": page, "done": done, "mailbox": mailbox()}


def mailbox() -> dict[str, object] | None:
    """When the mailbox was last read, and whether that is too long ago. None where there is no mailbox."""
    if not settings.IMAP_URL:
        return None
    read_at = Heartbeat.objects.filter(name=actions.MAILBOX).values_list("at", flat=True).first()
    return {"read_at": read_at, "silent": read_at is None or timezone.now() - read_at > TOO_LONG_UNREAD}


# One mail --------------------------------------------------------------------------------------------------------


def on_mail(view: Callable[[SignedInRequest, HeldMail], HttpResponse]) -> View:
    """Loads the mail that the address names, and records that it was opened."""

    @require(Permission.WORK_CASES)
    @wraps(view)
    def with_mail(request: SignedInRequest, reference: str) -> HttpResponse:
        mails = HeldMail.objects.visible_to(request.user).select_related("checked_by", "incident")
        mail = get_object_or_404(mails, reference=reference)
        if request.method != "POST":
            actions.record_mail_opening(by=request.user, mail=mail)
        return view(request, mail)

    return with_mail


def posted(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


@require_safe
@on_mail
def held_mail(request: SignedInRequest, mail: HeldMail) -> HttpResponse:
    return render(request, "incidents/mail/mail.html", {"mail": mail})


@on_mail
def report(request: SignedInRequest, mail: HeldMail) -> HttpResponse:
    """Who sent the form twice, or was not the first, is led to the report that there is."""
    if mail.incident:
        return redirect("case", mail.incident.reference)
    form = ReportMailForm(posted(request), mail=mail)
    if form.is_valid():
        incident = actions.report_mail(by=request.user, mail=mail, **form.cleaned_data)
        messages.success(request, f"{mail.reference} is a report now. The mail itself is with it, as evidence.")
        return redirect("case", incident.reference)
    return form_page(request, mail, form, "report")


@on_mail
def set_aside(request: SignedInRequest, mail: HeldMail) -> HttpResponse:
    if mail.checked_at:
        raise ActionDenied(f"{mail.checked_by} has checked this mail already.")
    form = SetAsideForm(posted(request))
    if form.is_valid():
        actions.set_mail_aside(by=request.user, mail=mail, **form.cleaned_data)
        messages.success(request, f"{mail.reference} is checked.")
        return redirect("held-mails")
    return form_page(request, mail, form, "nothing")


def form_page(request: SignedInRequest, mail: HeldMail, form: ReportMailForm | SetAsideForm, name: str) -> HttpResponse:
    form.cancel_url = mail.get_absolute_url()
    return render(request, f"incidents/mail/{name}.html", {"mail": mail, "form": form})
