"""The case page and the pages behind its buttons: who may open them, what they say, and what they change."""

from datetime import timedelta
from typing import Any

import pytest
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects, assertTemplateUsed

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.audit.models import AuditEvent
from incidents.actions import send_message
from tests.factories import COUNCIL, POLICE, UserFactory, alarm, report
from triage import actions
from triage.lifecycle import State
from triage.models import Case, Override
from triage.process import Tier

pytestmark = pytest.mark.django_db

FORM_PAGES = ["assign", "facts", "override", "plan", "refer", "close", "message"]
NEXT_WEEK = timezone.localdate() + timedelta(days=7)


@pytest.fixture
def case(olive: User, councillor: User) -> Case:
    """A loitering at home: tier police, and nobody has answered yet."""
    return report(councillor, {"description": "A man <b>sat</b> outside.\nFour evenings."}, **POLICE)


@pytest.fixture
def client(client: Client, olive: User) -> Client:
    client.force_login(olive)
    return client


def page(case: Case, name: str = "") -> str:
    return reverse(f"case-{name}" if name else "case", args=[case.reference])


def events(case: Case, verb: str) -> Any:
    return AuditEvent.objects.filter(object_ref=case.reference, verb=verb)


class TestWhoMayOpenIt:
    def test_an_officer_may(self, client: Client, case: Case) -> None:
        assertContains(client.get(page(case)), f"Case {case.reference}")

    def test_a_case_that_is_not_there_is_not_found(self, client: Client) -> None:
        assert client.get(reverse("case", args=["CS-22222-22222"])).status_code == 404

    @pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.SAFETY, Role.CHAMPION, Role.POLICE, Role.ADMIN])
    def test_other_roles_are_turned_away(self, client: Client, case: Case, role: Role) -> None:
        client.force_login(UserFactory(roles=[role]))
        assert client.get(page(case)).status_code == 403

    def test_its_own_reporter_has_another_page(self, client: Client, case: Case, councillor: User) -> None:
        client.force_login(councillor)
        assert client.get(page(case)).status_code == 403

    @pytest.mark.parametrize("name", ["", *FORM_PAGES])
    def test_a_restricted_case_is_not_there_for_an_officer(self, client: Client, case: Case, name: str) -> None:
        restrict(case)
        assert client.get(page(case, name)).status_code == 404

    def test_a_restricted_case_says_so_to_the_monitoring_officer(self, client: Client, case: Case) -> None:
        restrict(case)
        client.force_login(UserFactory(roles=[Role.MONITORING]))
        assertContains(client.get(page(case)), "Restricted")

    @pytest.mark.parametrize("name", ["acknowledge", "take"])
    def test_nothing_is_done_by_looking(self, client: Client, case: Case, name: str) -> None:
        assert client.get(page(case, name)).status_code == 405


class TestOpeningIsRecorded:
    @pytest.mark.parametrize("name", ["", "facts", "message"])
    def test_for_everybody_who_looks(self, client: Client, case: Case, olive: User, name: str) -> None:
        client.get(page(case, name))
        assert [event.actor for event in events(case, "opened")] == [olive.reference]

    def test_not_for_whoever_reported_it(self, client: Client, olive: User) -> None:
        own = report(olive, **POLICE)
        client.get(page(own))
        assert not events(own, "opened").exists()


class TestPage:
    def test_says_how_it_stands(self, client: Client, case: Case) -> None:
        response = client.get(page(case))
        for words in (
            "Police: refer now",
            "Answer due in 59 minutes",
            "Olive Officer",
            "Casey Councillor",
            "Millbrook",
        ):
            assertContains(response, words)

    def test_the_title_carries_nothing_but_the_reference(self, client: Client, case: Case) -> None:
        assertContains(client.get(page(case)), f"<title>Case {case.reference} – CouncilSafe</title>", html=True)

    def test_what_was_written_is_shown_as_text(self, client: Client, case: Case) -> None:
        assertContains(client.get(page(case)), "A man &lt;b&gt;sat&lt;/b&gt; outside.\nFour evenings.")

    def test_gives_the_reasons_for_the_tier(self, client: Client, case: Case) -> None:
        response = client.get(page(case))
        for reason in (*case.assessment.gates, *case.assessment.counted, *case.assessment.routes):
            assertContains(response, reason["sentence"])

    def test_asks_what_could_raise_the_tier(self, client: Client, case: Case) -> None:
        first = case.assessment.questions[0]["fact"]
        assertContains(client.get(page(case)), f'href="{page(case, "facts")}#id_{first}"')

    def test_the_first_button_is_the_next_step(self, client: Client, case: Case, olive: User) -> None:
        assert step(client, case) == "Acknowledge"
        actions.acknowledge(by=olive, case=case)
        assert step(client, case) == "Record the police referral"
        actions.refer(by=olive, case=case, police_reference="")
        assert step(client, case) == "Record the plan"
        actions.plan(by=olive, case=case, text="Ring every week", follow_up_on=NEXT_WEEK)
        assert step(client, case) == "Look at the plan again"
        actions.close(by=olive, case=case, reason="It stopped")
        assert step(client, case) is None

    def test_a_reason_for_another_tier_stands_beside_what_the_process_says(
        self, client: Client, case: Case, olive: User
    ) -> None:
        actions.propose_override(by=olive, case=case, tier=Tier.EMERGENCY, reason="He is at the door.")
        response = client.get(page(case))
        assertContains(response, "The process says “Police: refer now”. Olive Officer set it to “Emergency: 999 now”")
        assertContains(response, "because: He is at the door.")

    def test_a_milder_result_alone_lowers_nothing_and_says_so(self, client: Client, case: Case, olive: User) -> None:
        complete(case, olive, conduct=["criticism"], surveillance=False, place="remote", impact="none", occasions=1)
        assertContains(
            client.get(page(case)), "The case stays at “Police: refer now” until an officer sets another tier."
        )

    def test_links_to_the_risk_review_it_opened(self, client: Client, case: Case) -> None:
        assertContains(client.get(page(case)), "/risk/reviews/")

    def test_an_alarm_without_its_report_says_so(self, client: Client, councillor: User) -> None:
        assertContains(client.get(page(alarm(councillor))), "The rest of the report has not come in yet.")


class TestQueries:
    def test_do_not_grow_with_the_case(
        self, client: Client, case: Case, olive: User, oscar: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        send_message(by=oscar, incident=case.incident, body="Hello")
        client.get(page(case))  # marks it as read
        few = self.count(client, case, django_assert_num_queries)
        readers = [olive, oscar, *UserFactory.create_batch(8, roles=[Role.OFFICER])]
        for number in range(1000):
            record(by=readers[number % 10], verb="opened" if number % 2 else "planned", on=case.incident)
        for reader in readers:
            send_message(by=reader, incident=case.incident, body="Hello")
        client.get(page(case))
        assert self.count(client, case, django_assert_num_queries) == few

    @staticmethod
    def count(client: Client, case: Case, django_assert_num_queries: DjangoAssertNumQueries) -> int:
        with django_assert_num_queries(QUERIES) as captured:
            client.get(page(case))
        return len(captured)


class TestAtOnce:
    def test_acknowledging_makes_the_case_ones_own(self, client: Client, case: Case, olive: User) -> None:
        response = client.post(page(case, "acknowledge"), follow=True)
        assertRedirects(response, page(case))
        assertContains(response, "You have this case. Police referral due in 3 hours.")
        case.refresh_from_db()
        assert (case.acknowledged_by, case.owner, case.state) == (olive, olive, State.ACKNOWLEDGED)

    def test_who_comes_second_is_told_who_has_it(self, client: Client, case: Case, oscar: User) -> None:
        actions.acknowledge(by=oscar, case=case)
        assertContains(
            client.post(page(case, "acknowledge"), follow=True), "Oscar Officer was quicker and has this case."
        )

    def test_taking_it(self, client: Client, case: Case, olive: User, oscar: User) -> None:
        actions.acknowledge(by=oscar, case=case)
        assertContains(client.post(page(case, "take"), follow=True), "This case is yours.")
        case.refresh_from_db()
        assert (case.owner, case.acknowledged_by) == (olive, oscar)

    def test_a_stranger_to_a_restricted_case_does_nothing_to_it(self, client: Client, case: Case) -> None:
        restrict(case)
        assert client.post(page(case, "acknowledge")).status_code == 404
        assert not Case.objects.get().acknowledged_at


class TestAssign:
    def test_hands_over_with_a_note(self, client: Client, case: Case, oscar: User) -> None:
        response = client.post(page(case, "assign"), {"to": oscar.pk, "note": "He knows the street."}, follow=True)
        assertContains(response, "Handed over to Oscar Officer.")
        assert events(case, "assigned").get().reason == "He knows the street."

    def test_needs_somebody_and_a_note(self, client: Client, case: Case) -> None:
        response = client.post(page(case, "assign"), {})
        assertContains(response, "Select who takes it over")
        assertContains(response, "Enter what they need to know")

    def test_offers_only_people_who_may_see_it(self, client: Client, case: Case, olive: User, oscar: User) -> None:
        restrict(case)
        client.force_login(UserFactory(name="Mo Monitoring", roles=[Role.MONITORING]))
        assertNotContains(client.get(page(case, "assign")), f'value="{oscar.pk}"')
        assertContains(client.post(page(case, "assign"), {"to": oscar.pk, "note": "x"}), "Select who takes it over")


class TestFacts:
    def send(self, client: Client, case: Case, **changes: Any) -> Any:
        """What a browser sends: the form as it stands, with some answers changed."""
        form = client.get(page(case, "facts")).context["form"]
        return client.post(page(case, "facts"), filled(form) | changes, follow=True)

    def test_saved_unchanged_nothing_happens(self, client: Client, case: Case) -> None:
        assertContains(self.send(client, case), "Nothing was changed.")
        assert not events(case, "facts completed").exists()
        assert Case.objects.get().assessment_id == case.assessment_id

    def test_a_graver_fact_raises_the_tier_and_the_page_says_what_changed(
        self, client: Client, councillor: User
    ) -> None:
        case = report(councillor, **COUNCIL)
        response = self.send(client, case, surveillance="true", reason="The neighbour saw it.")
        assertContains(response, "Saved: Signs of watching, photographing or tracking.")
        assertContains(response, "The tier is now “Police: refer now”. It was “Council acts”.")
        assert events(case, "facts completed").get().reason == "The neighbour saw it."

    def test_a_fact_can_become_not_known_again(self, client: Client, case: Case) -> None:
        self.send(client, case, surveillance="unknown", occasions="", place="")
        case.incident.refresh_from_db()
        assert (case.incident.surveillance, case.incident.occasions, case.incident.place) == (None, None, None)

    def test_none_of_these_is_known_and_not_the_same_as_nothing(self, client: Client, case: Case) -> None:
        self.send(client, case, hate_strands=["none"])
        case.incident.refresh_from_db()
        assert (case.incident.hate_strands, case.incident.targets) == ([], None)

    def test_two_officers_at_once_both_keep_what_they_wrote(self, client: Client, case: Case, oscar: User) -> None:
        form = client.get(page(case, "facts")).context["form"]
        complete(case, oscar, escalating=True)
        client.post(page(case, "facts"), filled(form) | {"fixation": "true"})
        case.incident.refresh_from_db()
        assert (case.incident.escalating, case.incident.fixation) == (True, True)

    def test_where_two_officers_differ_both_answers_are_shown_and_asked_again(
        self, client: Client, case: Case, oscar: User
    ) -> None:
        form = client.get(page(case, "facts")).context["form"]
        complete(case, oscar, occasions=9, escalating=True)
        response = client.post(page(case, "facts"), filled(form) | {"occasions": "6"})
        assertContains(response, "while you were working this was changed to “9”. You chose “6”. Select which is right")
        again = filled(response.context["form"])
        assert (again["occasions"], again["escalating"]) == (6, "true")
        client.post(page(case, "facts"), again)
        case.incident.refresh_from_db()
        assert (case.incident.occasions, case.incident.escalating) == (6, True)

    def test_a_harmless_meaning_needs_its_reason(self, client: Client, case: Case) -> None:
        assertContains(self.send(client, case, clarified="true"), "Enter how you know that the words meant something")
        assertContains(self.send(client, case, clarified="true", reason="It is a song."), "Saved:")

    @pytest.mark.parametrize("seen", ["", "x", "0", "99999999999999999999"])
    def test_a_version_that_never_was_saves_nothing(self, client: Client, case: Case, seen: str) -> None:
        form = client.get(page(case, "facts")).context["form"]
        response = client.post(page(case, "facts"), filled(form) | {"seen": seen, "fixation": "true"})
        assert response.status_code in (200, 404)
        assert not events(case, "facts completed").exists()


class TestOverride:
    def test_raising_counts_at_once(self, client: Client, case: Case) -> None:
        response = client.post(page(case, "override"), {"tier": "4", "reason": "He is at the door."}, follow=True)
        assertContains(response, "The tier is now “Emergency: 999 now”.")

    def test_lowering_waits_for_a_second_officer(self, client: Client, case: Case, oscar: User) -> None:
        response = client.post(page(case, "override"), {"tier": "2", "reason": "A neighbour."}, follow=True)
        assertContains(response, "A second officer is asked to agree to “Council acts”. Until then nothing changes.")
        assert Case.objects.get().tier == Tier.POLICE
        assert client.get(page(case, "override-decide")).status_code == 403
        client.force_login(oscar)
        form = client.get(page(case, "override-decide")).context["form"]
        answer = {"override": form.initial["override"], "decision": "agreed"}
        assertContains(client.post(page(case, "override-decide"), answer, follow=True), "Decided: agreed.")
        assert Case.objects.get().tier == Tier.COUNCIL

    def test_refusing_leaves_the_tier(self, client: Client, case: Case, oscar: User) -> None:
        proposed = actions.propose_override(by=oscar, case=case, tier=Tier.LOG, reason="A neighbour.")
        client.post(page(case, "override-decide"), {"override": proposed.pk, "decision": "refused"})
        assert Case.objects.get().tier == Tier.POLICE
        assert Override.objects.get().decision == Override.Decision.REFUSED

    def test_the_second_officer_is_asked_by_the_first_button(self, client: Client, case: Case, oscar: User) -> None:
        actions.acknowledge(by=oscar, case=case)
        actions.propose_override(by=oscar, case=case, tier=Tier.LOG, reason="A neighbour.")
        assert step(client, case) == "Decide about the tier"

    def test_raising_does_not_wait_behind_a_lowering(
        self, client: Client, case: Case, olive: User, oscar: User
    ) -> None:
        proposed = actions.propose_override(by=oscar, case=case, tier=Tier.COUNCIL, reason="A neighbour.")
        client.post(page(case, "override"), {"tier": "4", "reason": "He is at the door."})
        assert Case.objects.get().tier == Tier.EMERGENCY
        answer = {"override": proposed.pk, "decision": "agreed"}
        response = client.post(page(case, "override-decide"), answer)
        assertContains(response, "The tier has changed since this was proposed.", status_code=403)

    def test_a_second_lowering_waits_its_turn(self, client: Client, case: Case, oscar: User) -> None:
        actions.propose_override(by=oscar, case=case, tier=Tier.COUNCIL, reason="A neighbour.")
        response = client.post(page(case, "override"), {"tier": "1", "reason": "Less still."})
        assertContains(response, "waits for a second officer", status_code=403)

    def test_needs_a_tier_and_a_reason(self, client: Client, case: Case) -> None:
        response = client.post(page(case, "override"), {})
        assertContains(response, "Select a tier")
        assertContains(response, "Enter the reason")

    def test_the_tier_it_has_is_no_choice(self, client: Client, case: Case) -> None:
        assertContains(client.post(page(case, "override"), {"tier": "3", "reason": "Same."}), "Select a tier")


class TestPlanAndReferral:
    @pytest.fixture
    def answered(self, case: Case, olive: User) -> Case:
        return actions.acknowledge(by=olive, case=case)

    def test_the_plan_says_what_and_when(self, client: Client, answered: Case) -> None:
        response = client.post(
            page(answered, "plan"), {"text": "Ring every week.", **date("follow_up_on")}, follow=True
        )
        assertContains(response, "The plan is recorded.")
        assertContains(response, "Ring every week.")

    def test_the_next_look_lies_ahead(self, client: Client, answered: Case) -> None:
        response = client.post(page(answered, "plan"), {"text": "x", **date("follow_up_on", days=-1)})
        assertContains(response, "When you will look again must be today or in the future")

    def test_the_referral_stops_its_clock_and_takes_a_reference_later(self, client: Client, answered: Case) -> None:
        client.post(page(answered, "refer"), {"police_reference": ""})
        first = Case.objects.get()
        client.post(page(answered, "refer"), {"police_reference": "42/1234"})
        later = Case.objects.get()
        assert (first.waits_for, later.police_reference) == ("update", "42/1234")
        assert first.referred_at == later.referred_at


class TestCloseAndReopen:
    def test_closing_warns_asks_and_tells(self, client: Client, case: Case, olive: User) -> None:
        actions.acknowledge(by=olive, case=case)
        assertContains(client.get(page(case, "close")), "The police referral has not been recorded.")
        assertContains(client.post(page(case, "close"), {}), "Enter the reason")
        response = client.post(page(case, "close"), {"reason": "He moved away."}, follow=True)
        assertContains(response, "He moved away.")
        assert Case.objects.get().state == State.CLOSED

    def test_reopening_asks_why(self, client: Client, case: Case, olive: User) -> None:
        closed(case, olive)
        assertContains(client.get(page(case, "reopen")), "It stopped")
        client.post(page(case, "reopen"), {"reason": "He is back."})
        assert Case.objects.get().state == State.ACKNOWLEDGED

    def test_what_was_due_long_ago_is_not_late_at_once(self, case: Case, olive: User) -> None:
        actions.acknowledge(by=olive, case=case)
        actions.refer(by=olive, case=case, police_reference="")
        actions.plan(by=olive, case=case, text="Ring", follow_up_on=timezone.localdate() - timedelta(days=90))
        actions.close(by=olive, case=case, reason="It stopped")
        actions.reopen(by=olive, case=case, reason="He is back.")
        actions.refer(by=olive, case=case, police_reference="")
        assert Case.objects.get().waits_for == "update"
        assert not Case.objects.get().is_late

    @pytest.mark.parametrize("name", ["assign", "facts", "override", "plan", "refer", "close"])
    def test_what_is_no_longer_possible_says_why_and_leads_back(
        self, client: Client, case: Case, olive: User, name: str
    ) -> None:
        closed(case, olive)
        for response in (client.get(page(case, name)), client.post(page(case, name), {})):
            assertContains(response, f'href="{page(case)}"', status_code=403)
            assertContains(response, "closed", status_code=403)
            assertTemplateUsed(response, "triage/case/denied.html")

    def test_a_case_that_nobody_answered_cannot_be_closed(self, client: Client, case: Case) -> None:
        assertContains(client.get(page(case, "close")), "waiting for somebody to answer", status_code=403)


class TestMessages:
    def test_go_to_the_reporter_and_stand_on_the_case(self, client: Client, case: Case, councillor: User) -> None:
        send_message(by=councillor, incident=case.incident, body="He is there <again>.")
        assertContains(client.get(page(case, "message")), "He is there &lt;again&gt;.")
        response = client.post(page(case, "message"), {"body": "Somebody is coming."}, follow=True)
        assertContains(response, "Somebody is coming.")
        assertContains(response, "Olive Officer, for the team")

    def test_go_on_after_it_is_closed(self, client: Client, case: Case, olive: User) -> None:
        closed(case, olive)
        assertContains(
            client.post(page(case, "message"), {"body": "How are you?"}, follow=True), "Your message is sent."
        )

    def test_cannot_be_empty(self, client: Client, case: Case) -> None:
        assertContains(client.post(page(case, "message"), {"body": " "}), "Enter a message")


QUERIES = 27


def step(client: Client, case: Case) -> str | None:
    first = client.get(page(case)).context["step"]
    return first and first.label


def restrict(case: Case) -> None:
    case.incident.restricted = True
    case.incident.save()


def closed(case: Case, by: User) -> Case:
    actions.acknowledge(by=by, case=case)
    return actions.close(by=by, case=case, reason="It stopped")


def complete(case: Case, by: User, **facts: Any) -> Case:
    return actions.complete_facts(by=by, case=case, seen=case.assessment, facts=facts)


def filled(form: BaseForm) -> dict[str, Any]:
    """What the form's fields hold, as a browser would send it."""
    return {bound.html_name: value for bound in form if (value := bound.value()) is not None}


def date(name: str, days: int = 7) -> dict[str, int]:
    day = timezone.localdate() + timedelta(days=days)
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}
