"""Who may do what with an entry, and when (P1-P7). Raises ActionDenied with a reason a person can read."""

from councilsafe.access import Permission
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from incidents.models import Incident, Involvement, PersonOfConcern
from incidents.people.merged import circle
from riskassess.models import RegisterEntry
from riskassess.register.lifecycle import MOVES, TOOK_PART, EntryState

SELF_HARM = {"self_harm_by_sender"}


def may_make(user: User, entry: RegisterEntry, name: str) -> bool:
    try:
        check_move(user, entry, name)
    except ActionDenied:
        return False
    return True


def check_move(user: User, entry: RegisterEntry, name: str) -> None:
    move = MOVES[name]
    if not user.may(move.permission):
        raise ActionDenied("Your role does not include this.")
    if entry.state not in move.sources:
        raise ActionDenied(f"This entry is “{EntryState(entry.state).label}”, so that cannot be done now.")
    if user.pk in entry.kept_from:
        raise ActionDenied("You have a conflict of interest in this. A colleague has to do it.")
    if check := CHECKS.get(name):
        check(user, entry)


def check_decide(user: User, entry: RegisterEntry) -> None:
    """P2 and P3."""
    if entry.proposed_by_id == user.pk:
        raise ActionDenied("You proposed this entry. Somebody else has to decide about it.")
    if entry.votes.filter(by=user).exists():
        raise ActionDenied("You have decided already. The others of the panel have not yet.")


def check_approve(user: User, entry: RegisterEntry) -> None:
    check_decide(user, entry)
    if not entry.considered:
        raise ActionDenied("Write down first whether a disability plays a part, and which adjustments are reasonable.")
    check_person(entry.person)


def check_withdraw(user: User, entry: RegisterEntry) -> None:
    if entry.proposed_by_id != user.pk:
        raise ActionDenied("Only whoever proposed it can take it back.")


def check_told(user: User, entry: RegisterEntry) -> None:
    if entry.told_on:
        raise ActionDenied("The letter is recorded already.")


def check_agree(user: User, entry: RegisterEntry) -> None:
    """P4: also each time that it is looked at again."""
    check_told(user, entry)
    if not entry.untold_reason:
        raise ActionDenied("Nobody has proposed not to tell them.")
    if entry.untold_by_id == user.pk:
        raise ActionDenied("You proposed not to tell them. Somebody else has to agree.")


def check_appeal(user: User, entry: RegisterEntry) -> None:
    if not entry.appeal_until:
        raise ActionDenied("They have not been told yet, so that no time to appeal has begun.")
    if entry.appeals.filter(outcome="").exists():
        raise ActionDenied("An appeal is open already.")


def check_answer(user: User, entry: RegisterEntry) -> None:
    """P6."""
    if not entry.appeals.filter(outcome="").exists():
        raise ActionDenied("There is no appeal to answer.")
    if user.pk in took_part(entry):
        raise ActionDenied("You took part in this entry. Somebody who did not has to answer the appeal.")


def took_part(entry: RegisterEntry) -> set[int]:
    steps = entry.steps.filter(event__in=TOOK_PART).values_list("by", flat=True)
    return {entry.proposed_by_id, *steps, *entry.votes.values_list("by", flat=True)}


CHECKS = {
    "approve": check_approve,
    "refuse": check_decide,
    "withdraw": check_withdraw,
    "tell": check_told,
    "not-tell": check_told,
    "agree-not-tell": check_agree,
    "appeal": check_appeal,
    "dismiss": check_answer,
    "change": check_answer,
    "uphold": check_answer,
}


def check_propose(user: User, incident: Incident, person: PersonOfConcern) -> None:
    """P1."""
    if not user.may(Permission.SEE_REGISTER):
        raise ActionDenied("Your role does not include the register.")
    check_person(person)
    check_not_entered(user, person)
    check_qualifies(incident, person)


def check_not_entered(user: User, person: PersonOfConcern) -> None:
    """Whoever must not know of the entry does not learn of it here."""
    entries = RegisterEntry.objects.current().filter(person__in=circle(person))
    if entries.visible_to(user).exists():
        raise ActionDenied("They are in the register already, or proposed. Add the incident to that entry.")
    if entries.exists():
        raise ActionDenied("You cannot propose this. The monitoring officer can tell you why.")


def may_propose(user: User, incident: Incident) -> bool:
    """Whether a page offers it: about whom is chosen there."""
    try:
        check_incident(incident)
    except ActionDenied:
        return False
    return user.may(Permission.SEE_REGISTER)


def check_person(person: PersonOfConcern) -> None:
    if PersonOfConcern.objects.filter(pk__in=circle(person), user__isnull=False).exists():
        raise ActionDenied("Councillors and officers are never entered. Their conduct is for the monitoring officer.")


def check_qualifies(incident: Incident, person: PersonOfConcern) -> None:
    """An incident in which they are confirmed, of violent or abusive behaviour towards somebody of the council."""
    involved = Involvement.objects.filter(incident=incident, person__in=circle(person))
    if not involved.filter(standing=Involvement.Standing.CONFIRMED).exists():
        raise ActionDenied("They are not confirmed as behind this incident. Confirm that on the case first.")
    check_incident(incident)


def check_incident(incident: Incident) -> None:
    if incident.is_internal:
        raise ActionDenied("This is about a councillor or an officer. The conduct route is there for that.")
    if incident.withdrawn_at or incident.duplicate_of_id:
        raise ActionDenied("This report was withdrawn or is a duplicate, so that no entry can rest on it.")
    if set(incident.conduct or []) == SELF_HARM:
        raise ActionDenied("Somebody who is a danger only to themselves is never entered. They need help.")
