"""How many notices wait for the reader of a page, counted in the one query that loads who they are."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import IntegerField, OuterRef, Subquery
from django.http import HttpRequest

from councilsafe.accounts.models import User
from councilsafe.notifications.models import OutboxMessage

MOST = 100  # counting ends here, so that no page waits for somebody who reads none of them


class ReaderBackend(AuthenticationBackend):
    def get_user(self, user_id: int) -> User | None:
        user = User.objects.annotate(unread_notices=unread()).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


def unread() -> Subquery:
    counted = "(SELECT COUNT(*) FROM (%(subquery)s) AS unread)"
    rows = OutboxMessage.objects.unread(OuterRef("pk")).values("pk")[:MOST]
    return Subquery(rows, output_field=IntegerField(), template=counted)


def notices(request: HttpRequest) -> dict[str, Any]:
    """For the header. Somebody who has signed in just now has nothing counted yet."""
    count = getattr(getattr(request, "user", None), "unread_notices", 0)
    return {"unread_notices": f"{MOST - 1}+" if count >= MOST else str(count or "")}
