"""What an officer lowered with a reason rises by something new and by nothing else. No police tier is held back."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import assume, given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains

from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.duty.models import Alert
from incidents.actions import complete_facts, send_message, start_draft, submit_report
from incidents.facts import Facts
from tests.factories import COUNCIL, LOG, POLICE, OverrideFactory, report
from tests.unit.triage.process.strategies import facts, facts_and_worse, thorough
from triage import actions
from triage.actions.assess import in_words
from triage.actions.signs import Answer, answer_signs
from triage.lowering import stands, tells_of_more
from triage.models import Assessment, Case, Override, SignAnswer
from triage.process import Process, Tier, score
from triage.process.shipped import load

THREAT = "He wrote: I will kill you. We know where you live."
MEANS, NOTHING = SignAnswer.Verdict.MEANS, SignAnswer.Verdict.NOTHING


def now(case: Case) -> Case:
    return Case.objects.select_related("assessment", "incident__reporter").get(pk=case.pk)


def lowered(case: Case, by: User, tier: Tier = Tier.LOG) -> Case:
    actions.acknowledge(by=by, case=case)
    actions.propose_override(by=by, case=now(case), tier=tier, reason="I know him, and I have spoken to him.")
    return now(case)


def answer(by: User, case: Case, sign: str, verdict: SignAnswer.Verdict) -> None:
    answers = [Answer(sign, verdict, "It is a song.")]
    answer_signs(by=by, case=case, seen=now(case).assessment, answers=answers)


@pytest.mark.django_db
class TestWords:
    """The answers leave it at `log`; what was written made it `council`, and an officer set it to `log`."""

    @pytest.fixture
    def case(self, councillor: User, olive: User) -> Case:
        case = lowered(report(councillor, {"description": THREAT}, **LOG), olive)
        assert (case.tier, case.assessment.tier) == (Tier.LOG, Tier.COUNCIL)
        return case

    @pytest.mark.parametrize("learned", [{"audience": "public"}, {"impact": "annoyed"}, {"channel": "phone"}])
    def test_the_same_words_do_not_raise_it_with_other_facts_that_are_harmless(
        self, case: Case, olive: User, learned: Facts
    ) -> None:
        alerts = Alert.objects.count()
        complete_facts(by=olive, incident=case.incident, facts=learned)
        assert (now(case).tier, now(case).assessment.tier) == (Tier.LOG, Tier.COUNCIL)
        assert now(case).acknowledged_by == olive
        assert Alert.objects.count() == alerts

    def test_an_answer_that_others_of_them_mean_nothing_does_not(self, case: Case, olive: User) -> None:
        answer(olive, case, "where_you_live", NOTHING)
        assert (now(case).tier, now(case).assessment.tier) == (Tier.LOG, Tier.COUNCIL)

    def test_an_answer_that_they_mean_something_does(self, case: Case, olive: User) -> None:
        answer(olive, case, "harm", MEANS)
        assert now(case).tier == Tier.COUNCIL

    @pytest.mark.parametrize("text", ["Again: I will kill you.", "He has a gun. Your kids are next."])
    def test_words_in_a_new_message_do(self, case: Case, text: str) -> None:
        send_message(by=case.incident.reporter, incident=case.incident, body=text)
        assert (now(case).tier, now(case).state) == (Tier.COUNCIL, "new")
        assert AuditEvent.objects.filter(object_ref=case.reference, verb="raised").count() == 1

    def test_a_message_without_any_does_not(self, case: Case) -> None:
        send_message(by=case.incident.reporter, incident=case.incident, body="Thank you for ringing me.")
        assert now(case).tier == Tier.LOG

    @pytest.mark.parametrize(
        ("learned", "tier"),
        [
            ({k: v for k, v in COUNCIL.items() if k != "channel"}, Tier.COUNCIL),
            ({"threat": "direct", "threatened_harm": "death_or_serious_harm"}, Tier.POLICE),
        ],
    )
    def test_graver_facts_do(self, case: Case, olive: User, learned: Facts, tier: Tier) -> None:
        complete_facts(by=olive, incident=case.incident, facts=learned)
        assert now(case).tier == tier

    def test_lowered_once_more_it_stands_against_what_raised_it(self, case: Case, olive: User) -> None:
        send_message(by=case.incident.reporter, incident=case.incident, body="Again: I will kill you.")
        case = lowered(now(case), olive)
        complete_facts(by=olive, incident=case.incident, facts={"audience": "public"})
        assert now(case).tier == Tier.LOG

    def test_what_an_officer_raised_is_no_lowering(self, case: Case, olive: User) -> None:
        actions.propose_override(by=olive, case=case, tier=Tier.COUNCIL, reason="I was wrong.")
        actions.propose_override(by=olive, case=now(case), tier=Tier.LOG, reason="I was not.")
        Override.objects.filter(reason="I was not.").update(known=None)
        complete_facts(by=olive, incident=case.incident, facts={"audience": "public"})
        assert now(case).tier == Tier.COUNCIL  # and one from before this was kept holds nothing back

    def test_a_raising_before_it_and_a_closing_after_it_change_nothing(self, case: Case, olive: User) -> None:
        actions.close(by=olive, case=case, reason="It is settled.")
        actions.reopen(by=olive, case=now(case), reason="He rang.")
        complete_facts(by=olive, incident=case.incident, facts={"audience": "public"})
        assert now(case).tier == Tier.LOG

    def test_the_page_says_that_it_stands_and_until_when(self, client: Client, case: Case, olive: User) -> None:
        client.force_login(olive)
        stays = "It stays so until something comes to what was known then"
        assertContains(client.get(case.get_absolute_url()), stays)
        actions.propose_override(by=olive, case=case, tier=Tier.EMERGENCY, reason="He is at the door.")
        assertNotContains(client.get(case.get_absolute_url()), stays)


@pytest.mark.django_db
class TestFacts:
    def test_the_same_facts_do_not_raise_it_when_it_is_scored_for_another_reason(
        self, councillor: User, olive: User
    ) -> None:
        case = lowered(report(councillor, {"description": "He had a knife in his belt."}, **COUNCIL), olive)
        answer(olive, case, "weapon", NOTHING)
        assert (now(case).tier, now(case).assessment.tier) == (Tier.LOG, Tier.COUNCIL)

    def test_other_facts_do_while_facts_alone_reach_above(self, councillor: User, olive: User) -> None:
        case = lowered(report(councillor, **COUNCIL), olive)
        complete_facts(by=olive, incident=case.incident, facts={"source": "stranger"})
        assert now(case).tier == Tier.COUNCIL

    def test_what_belongs_to_the_police_rises_whoever_lowered_it(
        self, councillor: User, olive: User, oscar: User
    ) -> None:
        case = lowered(report(councillor, **POLICE), olive)
        actions.agree_override(by=oscar, override=Override.objects.get())
        assert now(case).tier == Tier.LOG
        complete_facts(by=olive, incident=case.incident, facts={"audience": "public"})
        assert now(case).tier == Tier.POLICE

    def test_a_second_officers_yes_is_about_what_was_known_then(
        self, councillor: User, olive: User, oscar: User
    ) -> None:
        case = lowered(report(councillor, **POLICE), olive, Tier.COUNCIL)
        complete_facts(by=olive, incident=case.incident, facts={"audience": "public"})
        actions.agree_override(by=oscar, override=Override.objects.get())
        assert Override.objects.get().known == now(case).assessment

    @pytest.mark.parametrize(("more", "tier"), [({}, Tier.LOG), ({"occasions": 12}, Tier.COUNCIL)])
    def test_a_linked_report_does_where_it_adds_a_reason(
        self, councillor: User, olive: User, more: Facts, tier: Tier
    ) -> None:
        small = {"conduct": ["insult"], "channel": "email", "impact": "distressed", "occasions": 3, "period_days": 2}
        case = lowered(report(councillor, **{**small, "impact": "changed_routine"}), olive)
        draft = start_draft(by=councillor, answers={"again": {}}, continues=case.incident)
        submit_report(by=councillor, draft=draft, facts={**small, **more}, told={})
        assert now(case).tier == tier

    def test_one_that_waits_was_decided_about_nothing(self, councillor: User, olive: User) -> None:
        case = report(councillor, **POLICE)
        with pytest.raises(IntegrityError, match="override_known_once_decided"), transaction.atomic():
            OverrideFactory(case=case, known=case.assessment, proposed_by=olive)


# Rules, over any facts and any words --------------------------------------------------------------------------------

PROCESS = load("1")
SEEN = st.builds(
    lambda key, source, at: (key, {"source": source, "phrase": "x", "start": at, "weight": 2, "asked": True}),
    st.sampled_from(["harm", "weapon", "slur"]),
    st.sampled_from(["description", "message:1", "message:2"]),
    st.integers(0, 3),
)
WORDS = st.lists(SEEN, max_size=6, unique_by=str)


def made(known: Facts, words: Any = (), process: Process = PROCESS) -> Assessment:
    """As the process says, and at least at `council` where there are words."""
    result = score(process, known)
    prompts = [{"key": key, "seen": [seen for one, seen in words if one == key]} for key in dict(words)]
    tier = max(result.tier, Tier.COUNCIL if words else Tier.LOG)
    return Assessment(
        facts=known,
        tier=tier.value,
        points=result.points,
        process_digest=process.digest,
        prompts=prompts,
        **in_words(result),
    )


@thorough
@given(facts(), WORDS)
def test_nothing_new_never_raises_below_the_police(known: Facts, words: Any) -> None:
    before = made(known, words)
    assert stands(PROCESS, made(known, words), before, at=Tier.LOG) == (before.tier < Tier.POLICE)


@thorough
@given(facts(), WORDS, WORDS)
def test_new_words_always_raise_and_fewer_never_do(known: Facts, words: Any, others: Any) -> None:
    before, after = made(known, words), made(known, others)
    assume(after.tier == Tier.COUNCIL == before.tier)
    new = [one for one in others if one not in words]
    assert stands(PROCESS, after, before, at=Tier.LOG) == (not new)


@thorough
@given(facts_and_worse(), WORDS)
def test_worse_facts_that_reach_above_always_raise(pair: tuple[Facts, Facts], words: Any) -> None:
    known, worse = ({name: value for name, value in one.items() if value is not None} for one in pair)
    assume(known != worse and score(PROCESS, worse).tier > Tier.LOG)
    assert not stands(PROCESS, made(worse, words), made(known, words), at=Tier.LOG)


@thorough
@given(facts(), facts(), WORDS, WORDS, st.sampled_from([Tier.LOG, Tier.COUNCIL]))
def test_what_the_process_puts_at_police_is_never_held_back(
    known: Facts, later: Facts, words: Any, others: Any, at: Tier
) -> None:
    after = made(later, others)
    if after.tier >= Tier.POLICE or after.tier > made(known, words).tier:
        assert not stands(PROCESS, after, made(known, words), at=at)


@thorough
@given(facts(), WORDS)
def test_another_version_is_read_anew(known: Facts, words: Any) -> None:
    assert not stands(PROCESS, made(known, words, replace(PROCESS, digest="0" * 64)), made(known, words), at=Tier.LOG)


def test_of_very_many_words_not_all_are_kept_so_they_count_as_new() -> None:
    many = [("harm", {"source": "description", "start": at}) for at in range(20)]
    assert tells_of_more(made({}, many), made({}, many))
    assert not tells_of_more(made({}, many[:19]), made({}, many[:19]))
