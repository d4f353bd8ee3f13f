"""What is written asks an officer and may raise to `council`; it never lowers, and presses once."""

import pytest

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from incidents.actions import complete_facts, send_message
from incidents.models import GatheredMessage
from tests.factories import LOG, POLICE, IncidentFactory, report
from triage.actions import acknowledge, close, reassess
from triage.actions.signs import Answer, answer_signs
from triage.models import Case, SignAnswer
from triage.process import Tier
from triage.signs import asked_in, signs_in, texts_of

THREAT = "He wrote: I will kill you. That was all."
MEANS, NOTHING = SignAnswer.Verdict.MEANS, SignAnswer.Verdict.NOTHING

pytestmark = pytest.mark.django_db


def told(by: User, text: str, **facts: object) -> Case:
    return report(by, {"description": text}, **facts)


def again(case: Case) -> Case:
    return Case.objects.select_related("assessment", "incident").get(pk=case.pk)


def answer(by: User, case: Case, *answers: Answer) -> Case:
    answer_signs(by=by, case=case, seen=case.assessment, answers=answers)
    return again(case)


@pytest.fixture
def threatened(councillor: User, olive: User) -> Case:
    return told(councillor, THREAT, **LOG)


def test_words_raise_what_the_answers_leave_at_log(threatened: Case) -> None:
    assert (threatened.tier, threatened.assessment.tier) == (Tier.COUNCIL, Tier.COUNCIL)
    [prompt] = asked_in(threatened.assessment)
    assert (prompt.key, prompt.facts) == ("harm", ["threat", "threatened_harm"])
    assert [(one["text"], one["where"]) for one in prompt.words] == [("kill you", "In the report")]


def test_it_stands_on_top_of_the_queue_until_somebody_has_looked(threatened: Case) -> None:
    assert threatened.pressing_since is not None
    assert threatened.queue_at == threatened.pressing_since < threatened.due_at


@pytest.mark.parametrize("text", ["", "Kill the motion, I regret nothing.", "The rifle club shooting hours are long."])
def test_innocent_words_raise_nothing_and_do_not_press(councillor: User, olive: User, text: str) -> None:
    case = told(councillor, text, **LOG)
    assert (case.tier, case.pressing_since, case.assessment.prompts) == (Tier.LOG, None, [])
    assert case.queue_at == case.due_at


def test_one_sign_that_is_not_grave_only_asks(councillor: User, olive: User) -> None:
    case = told(councillor, "He had a knife in his belt.", **LOG)
    assert (case.tier, case.pressing_since) == (Tier.LOG, None)
    assert [one.key for one in asked_in(case.assessment)] == ["weapon"]


def test_words_never_lower_and_never_reach_the_police(councillor: User, olive: User) -> None:
    worst = f"{THREAT} We know where you live. I have a gun. I want to die. Your kids are next, tomorrow night."
    assert told(councillor, worst, **LOG).tier == Tier.COUNCIL
    assert told(councillor, worst, **POLICE).tier == told(councillor, "", **POLICE).tier == Tier.POLICE


def test_what_the_answers_say_already_is_not_asked(councillor: User, olive: User) -> None:
    case = told(councillor, THREAT, **{**LOG, "threat": "veiled"})
    assert asked_in(case.assessment) == []
    assert [one["key"] for one in case.assessment.prompts] == ["harm"]  # but it is kept, and counts
    assert case.pressing_since is None


def test_no_is_an_answer_that_the_words_contradict(councillor: User, olive: User) -> None:
    assert [one.key for one in asked_in(told(councillor, THREAT, **{**LOG, "threat": "none"}).assessment)] == ["harm"]


# Answers ---------------------------------------------------------------------------------------------------------


def test_words_that_mean_nothing_are_asked_no_more_and_lower_nothing(threatened: Case, olive: User) -> None:
    case = answer(olive, threatened, Answer("harm", NOTHING, "It is the title of a song."))
    assert (case.pressing_since, case.queue_at) == (None, case.due_at)
    assert (case.assessment.tier, case.tier) == (Tier.LOG, Tier.COUNCIL)
    assert case.assessment.prompts == []
    event = AuditEvent.objects.get(verb="words mean nothing")
    assert (event.actor, event.reason) == (olive.reference, "It is the title of a song.")


def test_words_that_mean_something_go_on_counting_and_are_asked_no_more(threatened: Case, olive: User) -> None:
    case = answer(olive, threatened, Answer("harm", MEANS))
    assert (case.pressing_since, case.assessment.tier) == (None, Tier.COUNCIL)
    assert asked_in(case.assessment) == []
    assert AuditEvent.objects.filter(verb="words mean something", actor=olive.reference).count() == 1


def test_the_rest_goes_on_being_asked(councillor: User, olive: User) -> None:
    case = told(councillor, f"{THREAT} We know where you live.", **LOG)
    since = case.pressing_since
    case = answer(olive, case, Answer("harm", MEANS))
    assert [one.key for one in asked_in(case.assessment)] == ["where_you_live"]
    assert case.pressing_since == since


def test_facts_that_say_it_answer_it_too(threatened: Case, olive: User) -> None:
    complete_facts(by=olive, incident=threatened.incident, facts={"threat": "direct"})
    assert again(threatened).pressing_since is None


def test_a_colleagues_answer_stands(threatened: Case, olive: User, oscar: User) -> None:
    answer(olive, threatened, Answer("harm", MEANS))
    late = answer_signs(by=oscar, case=threatened, seen=threatened.assessment, answers=[Answer("harm", NOTHING, "No.")])
    assert late == []
    assert SignAnswer.objects.get().answered_by == olive


def test_the_same_words_in_a_later_message_are_asked_again(threatened: Case, olive: User, councillor: User) -> None:
    case = answer(olive, threatened, Answer("harm", NOTHING, "A song."))
    send_message(by=councillor, incident=case.incident, body="Now he wrote it again: I will kill you")
    case = again(case)
    assert [one["source"].partition(":")[0] for one in asked_in(case.assessment)[0].seen] == ["message"]
    assert case.pressing_since is not None


def test_words_that_came_meanwhile_are_not_answered_for(threatened: Case, olive: User, councillor: User) -> None:
    send_message(by=councillor, incident=threatened.incident, body="I will kill you, he said")
    answer_signs(by=olive, case=threatened, seen=threatened.assessment, answers=[Answer("harm", NOTHING, "A song.")])
    assert [one.key for one in asked_in(again(threatened).assessment)] == ["harm"]


@pytest.mark.parametrize("who", ["councillor", "closed"])
def test_only_who_works_on_an_open_case_answers(threatened: Case, olive: User, councillor: User, who: str) -> None:
    by = councillor if who == "councillor" else olive
    if who == "closed":
        close(by=olive, case=acknowledge(by=olive, case=threatened), reason="Done")
    with pytest.raises(ActionDenied):
        answer(by, threatened, Answer("harm", MEANS))


# What is read ----------------------------------------------------------------------------------------------------


def test_a_message_of_the_reporter_is_read(councillor: User, olive: User) -> None:
    case = told(councillor, "He was rude.", **LOG)
    send_message(by=councillor, incident=case.incident, body="Now he says he knows where I live.")
    case = again(case)
    assert (case.tier, case.pressing_since is not None) == (Tier.COUNCIL, True)


def test_a_message_without_signs_scores_nothing_again(councillor: User, olive: User) -> None:
    case = told(councillor, "He was rude.", **LOG)
    send_message(by=councillor, incident=case.incident, body="Thank you for the call.")
    assert case.incident.assessments.count() == 1


def test_what_the_team_writes_is_not_read(councillor: User, olive: User) -> None:
    case = told(councillor, "He was rude.", **LOG)
    send_message(by=olive, incident=case.incident, body="Did he write “I will kill you”?")
    assert case.incident.assessments.count() == 1
    assert texts_of(case.incident) == {"description": "He was rude."}


def test_what_was_gathered_is_read() -> None:
    incident = IncidentFactory(description="Forty posts.")
    one = GatheredMessage.objects.create(incident=incident, text="We know where you live")
    [sign] = signs_in(incident).seen
    assert [seen.source for seen in sign.seen] == [f"gathered:{one.pk}"]


def test_an_older_assessment_stands_as_it_was(threatened: Case, olive: User) -> None:
    first = threatened.assessment
    answer(olive, threatened, Answer("harm", NOTHING, "A song."))
    first.refresh_from_db()
    assert (first.tier, [one.key for one in asked_in(first)]) == (Tier.COUNCIL, ["harm"])


def test_reading_costs_as_many_queries_however_much_there_is(
    threatened: Case, olive: User, django_assert_num_queries: object
) -> None:
    GatheredMessage.objects.bulk_create(GatheredMessage(incident=threatened.incident, text=THREAT) for _ in range(50))
    with django_assert_num_queries(5):  # type: ignore[operator]
        signs_in(threatened.incident)
    assert len(signs_in(threatened.incident).kept()[0]["seen"]) == 20


def test_scoring_again_presses_no_later_than_before(threatened: Case, olive: User) -> None:
    reassess(by=olive, incident=threatened.incident, reason="Again")
    assert again(threatened).pressing_since == threatened.pressing_since
