"""How a request is turned away: not for this role, or not in this state. Both are a 403 that says why."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from councilsafe.access import Permission
from councilsafe.accounts.models import User

View = Callable[..., HttpResponse]


class SignedInRequest(HttpRequest):
    """What a view is given, because nobody reaches it without signing in (LoginRequiredMiddleware)."""

    user: User


class ActionDenied(PermissionDenied):
    """A policy says no. The message is written for the person who asked."""


def require(*permissions: Permission) -> Callable[[View], View]:
    """Any one of them is enough."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(request.user.may(permission) for permission in permissions):
                raise PermissionDenied("Your role does not include this page.")
            return view(request, *args, **kwargs)

        return guarded

    return decorate
