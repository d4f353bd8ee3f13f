"""What officers write: to the reporter, and for themselves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from councilsafe.accounts.guards import SignedInRequest
from councilsafe.govuk.forms import GovukForm
from incidents.actions import mark_read, send_message, write_note
from incidents.conversation import conversation
from incidents.evidence.uploads import receives_files, refusals
from triage.forms.case import MessageForm, NoteForm
from triage.models import Case
from triage.policies import check_write
from triage.views.case import back_to, form_page, on_case, posted


def send(request: SignedInRequest, case: Case, form: GovukForm, *, back: str) -> HttpResponse:
    """The message goes; a file that could not be kept is named with why."""
    body, files = form.cleaned_data["body"], form.cleaned_data["attached"]
    send_message(by=request.user, incident=case.incident, body=body, files=files)
    messages.success(request, "Your message is sent.")
    if refused := refusals(files):
        messages.warning(request, refused)
    return redirect(back)


@on_case
@receives_files
def message(request: SignedInRequest, case: Case) -> HttpResponse:
    check_write(request.user)
    form = MessageForm(request.POST, request.FILES) if request.method == "POST" else MessageForm()
    if form.is_valid():
        return send(request, case, form, back=case.get_absolute_url())
    mark_read(by=request.user, incident=case.incident)
    return form_page(request, case, form, "message", conversation=conversation(case.incident))


@on_case
def note(request: SignedInRequest, case: Case) -> HttpResponse:
    check_write(request.user)
    form = NoteForm(posted(request))
    if form.is_valid():
        write_note(by=request.user, incident=case.incident, **form.cleaned_data)
        return back_to(request, case, "Your note is written. Only officers see it.")
    return form_page(request, case, form, "note")
