"""What officers answer about words that were seen, and reading what the reporter writes later."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from incidents.models import Incident, Message
from triage.actions.assess import reassess
from triage.actions.work import locked
from triage.models import Assessment, Case, SignAnswer
from triage.policies import check_work
from triage.signs import Prompt, asked_in, council_words, reader

ANSWERED = "Words that were seen were looked at"
WROTE = "The reporter wrote again"


@dataclass(frozen=True, slots=True)
class Answer:
    """`sign` is its key; `reason` is needed where the words mean nothing."""

    sign: str
    verdict: SignAnswer.Verdict
    reason: str = ""


@transaction.atomic
def answer_signs(*, by: User, case: Case, seen: Assessment, answers: Sequence[Answer]) -> list[SignAnswer]:
    """Answer for the words that the officer saw, and score again. What a colleague answered meanwhile stands.

    Words that came later are not answered for: nobody has read them.
    """
    incident = Incident.objects.select_for_update().get(pk=case.incident_id)  # always before the case: no deadlock
    case = locked(case)
    check_work(by, case)
    shown, still = by_key(seen), by_key(case.assessment)
    made = [keep(by, incident, one, shown[one.sign], still.get(one.sign)) for one in answers if one.sign in shown]
    kept = [one for one in made if one]
    if kept:
        reassess(by=by, incident=incident, reason=ANSWERED)
    return kept


def by_key(assessment: Assessment) -> dict[str, Prompt]:
    return {prompt.key: prompt for prompt in asked_in(assessment)}


def keep(by: User, incident: Incident, answer: Answer, shown: Prompt, still: Prompt | None) -> SignAnswer | None:
    open_now = still.pairs if still else []
    words = [pair for pair in shown.pairs if pair in open_now]
    if not words:
        return None
    verb = "words mean something" if answer.verdict == SignAnswer.Verdict.MEANS else "words mean nothing"
    record(by=by, verb=verb, on=incident, reason=answer.reason, detail=shown.label)
    return SignAnswer.objects.create(
        incident=incident,
        sign=answer.sign,
        verdict=answer.verdict,
        reason=answer.reason,
        seen=words,
        answered_by=by,
    )


@transaction.atomic
def read_message(*, message: Message) -> None:
    """What the reporter writes after the report is read as well. Where nothing is seen, nothing is scored again."""
    if message.from_team or not reader(council_words()).read(message.body):
        return
    incident = Incident.objects.select_for_update().get(pk=message.incident_id)
    if Case.objects.filter(incident=incident).exists():
        reassess(by=message.author, incident=incident, reason=WROTE)
