"""Keeping views of the queue: one's own, or for the team."""

from django.db import transaction

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from triage.models import FirstView, SavedView

MOST_OF_ONES_OWN = 20


def check_own(user: User, view: SavedView) -> None:
    if view.owner_id != user.pk:
        raise ActionDenied(f"{view.owner.name} keeps this view. Save one of your own with the same filters.")


@transaction.atomic
def save_view(*, by: User, name: str, query: str, shared: bool) -> SavedView:
    User.objects.select_for_update().get(pk=by.pk)  # so that two pages at once cannot pass the limit
    if by.saved_views.count() >= MOST_OF_ONES_OWN:
        raise ActionDenied(f"You have {MOST_OF_ONES_OWN} views. Delete one before you save another.")
    view = SavedView.objects.create(owner=by, name=name, query=query, shared=shared)
    record(by=by, verb="view saved", on=view, detail="for the team" if shared else "")
    return view


@transaction.atomic
def change_view(*, by: User, view: SavedView, name: str, shared: bool) -> SavedView:
    check_own(by, view)
    view.name, view.shared = name, shared
    view.save(update_fields=["name", "shared"])
    record(by=by, verb="view changed", on=view, detail="for the team" if shared else "")
    return view


@transaction.atomic
def delete_view(*, by: User, view: SavedView) -> None:
    """Whose queue opened with it gets the whole queue again."""
    check_own(by, view)
    FirstView.objects.filter(key=view.reference).delete()
    record(by=by, verb="view deleted", on=view)
    view.delete()


@transaction.atomic
def choose_first_view(*, by: User, key: str) -> None:
    """What one's queue opens with. An empty key is the whole queue. It is one's own matter, so nothing is recorded."""
    FirstView.objects.filter(user=by).delete()
    if key:
        FirstView.objects.create(user=by, key=key)
