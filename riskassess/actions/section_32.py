"""What a councillor's plan shows of their sensitive interests (P25): in place while one is granted.

It follows in the transaction of whatever changes an application. Those who read the plan learn that something is kept
out of what is published, or is not, and nothing of what, why, or who wanted it otherwise.
"""

from datetime import date

from django.conf import settings
from django.utils import timezone

from councilsafe.accounts.models import User
from riskassess.actions.mitigations import begin_keeping, go, in_working_days, locked_profile, make_offer
from riskassess.actions.reviews import ensure_profile
from riskassess.models import Mitigation, MitigationCheck, RiskProfile, SensitiveInterest
from riskassess.profiles.kinds import SECTION_32
from riskassess.profiles.lifecycle import MitigationState
from riskassess.reviews.owners import next_owner

LAPSED = "Nothing is kept out of the public register for you now. Say whether you still want it."


def follow_interests(*, councillor: User, by: User) -> None:
    """Asked as often as one likes, it comes to the same."""
    profile = locked_profile(ensure_profile(councillor=councillor))
    mitigation = shown_in(profile)
    own = SensitiveInterest.objects.filter(councillor=councillor)
    days = own.granted().order_by("due_on").values_list("due_on", flat=True)
    if days:
        hold(mitigation or make_offer(profile, SECTION_32, by), days[0], by)
    elif mitigation:
        go_back(mitigation, by)
        if own.waiting().exists():
            want(mitigation, by)


def shown_in(profile: RiskProfile) -> Mitigation | None:
    """The one that is live, or else was declined last."""
    found = profile.mitigations.filter(kind=SECTION_32).select_for_update()
    mitigation = found.live().first() or found.filter(state=MitigationState.DECLINED).order_by("-id").first()
    if mitigation:
        mitigation.profile = profile
    return mitigation


def hold(mitigation: Mitigation, due_on: date, by: User) -> None:
    """The monitoring officer has looked at it today. A councillor who ends one of two only brings the other's day."""
    today = timezone.localdate()
    own, held = by == mitigation.profile.councillor, mitigation.state == MitigationState.IN_PLACE
    seen = {} if own and held else {"checked_on": today, "works": True}
    begun = {} if held else {"in_place_on": today, "reason": "", "note": ""}
    go(mitigation, "keep" if held else "grant", by=by, due_on=due_on, **seen, **begun)
    if seen:
        MitigationCheck.objects.get_or_create(
            mitigation=mitigation, checked_on=today, defaults={"works": True, "by": by}
        )


def want(mitigation: Mitigation, by: User) -> None:
    """Whoever applies for it has said yes."""
    if mitigation.state != MitigationState.ACCEPTED:
        go(mitigation, "accept", by=by, due_on=in_working_days(settings.MITIGATION_PLACE_WORKING_DAYS), reason="")


def go_back(mitigation: Mitigation, by: User) -> None:
    """Refused, taken back or ended, and no other is granted: both sides look at it again."""
    if mitigation.state not in (MitigationState.ACCEPTED, MitigationState.IN_PLACE):
        return
    keep_somebody(mitigation.profile)
    gone = {"in_place_on": None, "checked_on": None, "works": None, "note": LAPSED}
    due_on = in_working_days(settings.OFFER_ANSWER_WORKING_DAYS)
    go(mitigation, "lapse", by=by, due_on=due_on, offered_at=timezone.now(), **gone)


def keep_somebody(profile: RiskProfile) -> None:
    """What was granted without an offer has nobody yet who would be reminded."""
    owner = next_owner(profile.councillor)
    if profile.keeper is None and owner != profile.councillor:
        begin_keeping(profile, owner)
