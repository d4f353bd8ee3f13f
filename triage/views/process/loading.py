"""Finding the version that an address names, and answering what is no longer possible."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied, SignedInRequest, require
from triage.models import ProcessVersion
from triage.processes import number_of

PEOPLE = ("drafted_by", "changed_by", "proposed_by", "approved_by", "ended_by")
VersionView = Callable[..., HttpResponse]

may_read = require(Permission.PLAN_PROCESS, Permission.APPROVE_PROCESS)


def load(name: str) -> ProcessVersion:
    """404 for what is no version of the council's."""
    version = ProcessVersion.objects.select_related(*PEOPLE).filter(number=number_of(name)).first()
    if version is None:
        raise Http404
    return version


def on_version(*permissions: Permission) -> Callable[[VersionView], VersionView]:
    """Loads the version. What somebody else was quicker to do is answered with the reason and the way back."""

    def decorate(view: VersionView) -> VersionView:
        @require(*permissions)
        @wraps(view)
        def with_version(request: SignedInRequest, version: str, **kwargs: str) -> HttpResponse:
            found = load(version)
            try:
                return view(request, found, **kwargs)
            except ActionDenied as denied:
                context = {"version": found, "reason": denied}
                return render(request, "triage/process/denied.html", context, status=403)

        return with_version

    return decorate


def posted(request: SignedInRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None
