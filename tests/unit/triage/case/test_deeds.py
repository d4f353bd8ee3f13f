"""The pages behind a case's buttons: what they ask, and what they change."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects, assertTemplateUsed

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.actions import send_message
from tests.factories import COUNCIL, UserFactory, report
from tests.unit.triage.case.pages import closed, complete, date, events, filled, page, restrict, step
from triage import actions
from triage.lifecycle import State
from triage.models import Case, Override
from triage.process import Tier

pytestmark = pytest.mark.django_db


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
