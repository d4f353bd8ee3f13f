"""Two councillors who look out for each other, by consent of both."""

from django.db import transaction
from django.utils import timezone

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.notifications.actions import take_back, tell
from councilsafe.notifications.models import OutboxMessage
from riskassess.models import Buddy, Visit
from riskassess.visits.lifecycle import BUDDY_MOVES

PATH = "/my/safety/visits/buddies/"


@transaction.atomic
def ask_buddy(*, by: User, asked: User) -> Buddy:
    """Asked twice is asked once. Who asks somebody that has asked them has agreed."""
    if asked.pk == by.pk or not asked.may(Permission.OWN_SAFETY):
        raise ActionDenied("Choose another councillor.")
    list(User.objects.filter(pk__in=[by.pk, asked.pk]).order_by("pk").select_for_update())
    if found := Buddy.objects.open().visible_to(by).visible_to(asked).first():
        return agree(by=by, buddy=found) if found.asked_id == by.pk else found
    buddy = Buddy.objects.create(asker=by, asked=asked)
    record(by=by, verb="buddy asked", on=buddy)
    tell_other(buddy, by, "buddy.asked", "A colleague asks you to look out for each other.")
    return buddy


@transaction.atomic
def agree(*, by: User, buddy: Buddy) -> Buddy:
    buddy = locked(buddy)
    if moved(buddy, "agree", by):
        tell_other(buddy, by, "buddy.agreed", "You asked them.")
    return buddy


@transaction.atomic
def decline(*, by: User, buddy: Buddy) -> Buddy:
    buddy = locked(buddy)
    moved(buddy, "decline", by)
    return buddy


@transaction.atomic
def end_buddies(*, by: User, buddy: Buddy) -> Buddy:
    """Nothing is shown any more from this moment, and what was to be told and has not gone does not go."""
    buddy = locked(buddy)
    if moved(buddy, "end", by):
        for owner, other in ((buddy.asker, buddy.asked), (buddy.asked, buddy.asker)):
            call_back(owner, other)
    return buddy


def call_back(owner: User, other: User) -> None:
    if other.may(Permission.WATCH_VISITS):
        return
    references = Visit.objects.own(owner).filter(alarms__closed_at=None).values("alarms__reference")
    waiting = OutboxMessage.objects.unsent().filter(recipient=other, about_ref__in=references)
    for about_ref in set(waiting.values_list("about_ref", flat=True)):
        take_back(about_ref=about_ref, people=[other])


def moved(buddy: Buddy, name: str, by: User) -> bool:
    """False when it stands so already: a second press."""
    move = BUDDY_MOVES[name]
    if buddy.state == move.target:
        return False
    if buddy.state not in move.sources or (name != "end" and buddy.asked_id != by.pk):
        raise ActionDenied("This has changed meanwhile. Look at it again.")
    buddy.state, buddy.changed_at = move.target, timezone.now()
    buddy.save(update_fields=["state", "changed_at"])
    record(by=by, verb=move.event, on=buddy)
    return True


def locked(buddy: Buddy) -> Buddy:
    return Buddy.objects.select_for_update(of=("self",)).select_related("asker", "asked").get(pk=buddy.pk)


def tell_other(buddy: Buddy, by: User, kind: str, why: str) -> None:
    key = f"buddy:{buddy.reference}:{kind}"
    tell(to=buddy.other(by), kind=kind, about_ref=buddy.reference, path=PATH, key=key, why=why)
