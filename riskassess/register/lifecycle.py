"""The states of an entry in the register and the moves between them: buttons, guards, history and diagram (P1-P7)."""

from dataclasses import dataclass

from django.db.models import TextChoices

from councilsafe.access import Permission


class EntryState(TextChoices):
    PROVISIONAL = "provisional", "Provisional"
    IN_FORCE = "in-force", "In force"
    REFUSED = "refused", "Not entered"
    REMOVED = "removed", "Removed"


CURRENT = (EntryState.PROVISIONAL, EntryState.IN_FORCE)
ENDED = (EntryState.REFUSED, EntryState.REMOVED)


@dataclass(frozen=True, slots=True)
class EntryMove:
    """One way on. Without a `target` the state stays. `event` is the verb in the entry's history and in the audit.

    Whoever makes a move that `takes_part` does not decide an appeal (P6).
    """

    label: str
    sources: tuple[EntryState, ...]
    target: EntryState | None
    permission: Permission
    event: str
    takes_part: bool = True


PROPOSED = "proposed"  # the first event of every entry
_PROVISIONAL, _IN_FORCE = (EntryState.PROVISIONAL,), (EntryState.IN_FORCE,)
_SEE, _DECIDE = Permission.SEE_REGISTER, Permission.DECIDE_REGISTER
MOVES = {
    "consider": EntryMove("Write down disability and adjustments", _PROVISIONAL, None, _SEE, "adjustments considered"),
    "approve": EntryMove("Approve it", _PROVISIONAL, EntryState.IN_FORCE, _DECIDE, "approved"),
    "refuse": EntryMove("Refuse it", _PROVISIONAL, EntryState.REFUSED, _DECIDE, "refused"),
    "withdraw": EntryMove("Take the proposal back", _PROVISIONAL, EntryState.REFUSED, _SEE, "proposal taken back"),
    "step-aside": EntryMove("Declare a conflict of interest", CURRENT, None, _SEE, "conflict declared", False),
    "incident": EntryMove("Add another incident", CURRENT, None, _SEE, "incident added"),
    "tell": EntryMove("Record the letter to the person", _IN_FORCE, None, _SEE, "told by letter"),
    "not-tell": EntryMove("Propose not to tell them", _IN_FORCE, None, _SEE, "not telling proposed"),
    "agree-not-tell": EntryMove("Agree not to tell them", _IN_FORCE, None, _DECIDE, "not telling approved"),
    "keep": EntryMove("Review it and keep it", _IN_FORCE, None, _DECIDE, "kept"),
    "remove": EntryMove("Remove it", _IN_FORCE, EntryState.REMOVED, _DECIDE, "removed"),
    "appeal": EntryMove("Record an appeal", _IN_FORCE, None, _SEE, "appeal received", False),
    "dismiss": EntryMove("Answer the appeal: it stays", _IN_FORCE, None, _DECIDE, "appeal answered: kept"),
    "change": EntryMove("Answer the appeal: change the advice", _IN_FORCE, None, _DECIDE, "appeal answered: changed"),
    "uphold": EntryMove(
        "Answer the appeal: remove it", _IN_FORCE, EntryState.REMOVED, _DECIDE, "appeal answered: removed"
    ),
    "hand-over": EntryMove("Hand the review over", _IN_FORCE, None, _DECIDE, "review handed over"),
}
TOOK_PART = (PROPOSED, *(move.event for move in MOVES.values() if move.takes_part))
