"""How a request is turned away: not for this role, or not in this state. Both are a 403 that says why."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from councilsafe.access import Permission

View = Callable[..., HttpResponse]


class ActionDenied(PermissionDenied):
    """A policy says no. The message is written for the person who asked."""


def require(permission: Permission) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.may(permission):  # type: ignore[union-attr]  # login is required before every view
                raise PermissionDenied("Your role does not include this page.")
            return view(request, *args, **kwargs)

        return guarded

    return decorate
