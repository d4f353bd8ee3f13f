"""What was typed into a page after the session had ended: it waits until its writer has signed in again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.csrf import csrf_protect

from councilsafe.accounts.guards import View

SLOT = "typed"
LONGEST = 50_000
WELCOME_BACK = "You had been signed out. What you typed is still here. Check it, and send it again."


def keeps_typed(page_of: Callable[..., QuerySet[Any, Any]]) -> Callable[[View], View]:
    """Sends people who are signed out to sign in, and keeps what they sent. Takes the place of the login middleware.

    `page_of` finds, from the arguments of the URL, what the page is about. Where there is nothing nothing is kept, so
    that only somebody who had the page open can leave anything here.
    """

    def decorate(view: View) -> View:
        @csrf_protect  # whatever the view says of itself
        def signed_out(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            typed = request.POST.urlencode()
            if 0 < len(typed) <= LONGEST and page_of(**kwargs).exists():
                request.session[SLOT] = [request.path, typed]
            return redirect_to_login(request.get_full_path())

        @login_not_required
        @wraps(view)
        def kept(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            return view(request, **kwargs) if request.user.is_authenticated else signed_out(request, **kwargs)

        return kept

    return decorate


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What was typed into this page, once. None when nothing was."""
    path, typed = request.session.get(SLOT, ["", ""])
    if path != request.path:
        return None
    del request.session[SLOT]
    messages.info(request, WELCOME_BACK)
    return QueryDict(typed)
