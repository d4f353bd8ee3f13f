"""Who may do what to a case in the state it is in. Each raises ActionDenied with a reason a person can read."""

from datetime import datetime

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User, UserQuerySet
from triage.lifecycle import MOVES, State
from triage.models import Case, Override, WordEntry
from triage.process import Tier


def check_apart(user: User, case: Case) -> None:
    """Nobody works on what they reported themselves, or what was done to them."""
    if user.pk in case.incident.parties:
        raise ActionDenied("You reported this, or it was done to you. A colleague has to deal with it.")


def check_move(user: User, case: Case, name: str) -> None:
    check_apart(user, case)
    move = MOVES[name]
    if move.permission is None or not user.may(move.permission):
        raise ActionDenied("Your role does not include this.")
    if case.state not in move.sources:
        raise ActionDenied(f"This case is now “{State(case.state).label.lower()}”, so that is no longer possible.")


def moves_open_to(user: User, case: Case) -> list[str]:
    """The names of the moves that this user could make now, in the table's order."""
    return [
        name
        for name, move in MOVES.items()
        if move.permission
        and user.may(move.permission)
        and case.state in move.sources
        and user.pk not in case.incident.parties
    ]


def check_work(user: User, case: Case) -> None:
    if not user.may(Permission.WORK_CASES):
        raise ActionDenied("Your role does not include working on cases.")
    check_apart(user, case)
    if case.state == State.CLOSED:
        raise ActionDenied("This case is closed. Reopen it first.")


def may_work(user: User, case: Case) -> bool:
    return case.is_open and user.may(Permission.WORK_CASES) and user.pk not in case.incident.parties


def check_write(user: User) -> None:
    """Messages go on after a case is closed: whoever reported it may have a question."""
    if not user.may(Permission.WORK_CASES):
        raise ActionDenied("Your role does not include working on cases.")


def check_propose(user: User, case: Case, tier: int) -> None:
    check_work(user, case)
    if tier == case.tier:
        raise ActionDenied("The case already stands at that tier.")
    if needs_second(case, tier) and case.overrides.waiting().exists():
        raise ActionDenied("A lower tier has been proposed already and waits for a second officer.")
    if needs_second(case, tier) and not possible_owners(case).exclude(pk=user.pk).exists():
        raise ActionDenied("Nobody else may see this case, so there is no second officer who could agree.")


def needs_second(case: Case, tier: int) -> bool:
    """Lowering from `police` or `emergency` needs a second officer."""
    return case.tier >= Tier.POLICE and tier < case.tier


def may_decide(user: User, override: Override | None) -> bool:
    """Whether there is a proposal that waits for this user."""
    if override is None or override.decided_at:
        return False
    return user.may(Permission.WORK_CASES) and override.proposed_by_id != user.pk


def check_decide(user: User, override: Override) -> None:
    if not user.may(Permission.WORK_CASES):
        raise ActionDenied("Your role does not include working on cases.")
    if override.decided_at:
        raise ActionDenied("This has been decided already.")
    if override.proposed_by_id == user.pk:
        raise ActionDenied("You proposed this. A second officer has to decide it.")


def check_agree(case: Case, override: Override) -> None:
    """What was proposed about one tier says nothing about another that the case has come to meanwhile."""
    if case.tier != override.from_tier:
        raise ActionDenied(
            "The tier has changed since this was proposed. Refuse it, and propose it anew if it is right."
        )


def possible_owners(case: Case) -> UserQuerySet:
    """Who may work on the case and may see it."""
    workers = User.objects.who_may(Permission.WORK_CASES)
    return case.incident.officers().filter(pk__in=workers.values("pk"))


def check_owner(case: Case, to: User) -> None:
    if not possible_owners(case).filter(pk=to.pk).exists():
        raise ActionDenied(f"{to.name} may not see or work on this case.")


def check_pause(user: User, case: Case, now: datetime) -> None:
    """At `police` the second look is a colleague's: whoever has the case does not stop its clock. Above, nobody."""
    check_work(user, case)
    if case.tier >= Tier.EMERGENCY:
        raise ActionDenied("In an emergency nothing waits. Set another tier first if it is none.")
    if case.waits_for not in ("plan", "referral") or not case.act_due_at:
        raise ActionDenied("No clock is running that could be paused.")
    if case.act_due_at <= now:
        raise ActionDenied("The time for this has run out already. It cannot be paused any more.")
    if case.tier >= Tier.POLICE and case.owner_id == user.pk:
        raise ActionDenied("At this tier a second officer has to pause the clock, not the one who has the case.")


def check_latest(latest: datetime | None) -> datetime:
    if latest is None:
        raise ActionDenied("The clock has waited for them as long as it may.")
    return latest


def check_until(until: datetime, now: datetime) -> None:
    if until <= now:
        raise ActionDenied("The clock can only go on at a time that is still to come.")


def check_resume(user: User, case: Case) -> None:
    check_work(user, case)
    if not case.paused_for:
        raise ActionDenied("The clock is not paused. It runs.")


def check_let_back(user: User, case: Case) -> None:
    if not user.may(Permission.SEE_RESTRICTED):
        raise ActionDenied("Only the monitoring officer can say that there is no conflict of interest.")
    if not case.incident.conflicts.exists():
        raise ActionDenied("This case is kept from nobody because of a conflict of interest.")


def check_widen(user: User, case: Case) -> None:
    """The monitoring officer opens it to the team; the officer who was named, to the monitoring officer."""
    if not case.incident.restricted:
        raise ActionDenied("The whole team can see this case already.")
    if case.incident.monitoring_may_know and not user.may(Permission.SEE_RESTRICTED):
        raise ActionDenied("The monitoring officer can see this case already.")


def check_keep_words(user: User) -> None:
    if not user.may(Permission.KEEP_WORDS):
        raise ActionDenied("Only the monitoring officer and the managers say which words are looked for.")


def check_retire_word(user: User, entry: WordEntry) -> None:
    check_keep_words(user)
    if entry.state != WordEntry.State.ACTIVE:
        raise ActionDenied("These words are not looked for now.")


def may_decide_word(user: User, entry: WordEntry) -> bool:
    """Anybody else who works on cases: they are the ones who would be asked."""
    waiting = entry.state == WordEntry.State.PROPOSED
    return waiting and user.may(Permission.WORK_CASES) and entry.proposed_by_id != user.pk


def check_decide_word(user: User, entry: WordEntry) -> None:
    if not user.may(Permission.WORK_CASES):
        raise ActionDenied("Your role does not include working on cases.")
    if entry.state != WordEntry.State.PROPOSED:
        raise ActionDenied("This has been decided already.")
    if entry.proposed_by_id == user.pk:
        raise ActionDenied("You proposed these words. A second person has to decide.")
