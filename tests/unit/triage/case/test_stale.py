"""Two officers on one case: nobody overwrites what they have not seen, and nobody loses what they wrote."""

from typing import Any

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councilsafe.accounts.models import User
from incidents.actions import send_message, write_note
from tests.unit.triage.case.pages import NEXT_WEEK, closed, complete, date, filled, page
from triage import actions
from triage.models import Case
from triage.process import Tier

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(case: Case, olive: User) -> Case:
    return actions.acknowledge(by=olive, case=case)


def drawn(client: Client, case: Case, name: str) -> dict[str, Any]:
    """The form as it stands on a page that was opened now."""
    return filled(client.get(page(case, name)).context["form"])


PLAN = {"text": "Write to him.", **date("follow_up_on")}
SAID: dict[str, dict[str, Any]] = {
    "plan": PLAN,
    "refer": {"police_reference": "P/1"},
    "close": {"reason": "It stopped."},
    "override": {"tier": "2", "reason": "Milder."},
    "assign": {"note": "He knows the street."},
}


class TestStale:
    @pytest.mark.parametrize("name", SAID)
    def test_a_stale_save_changes_nothing_and_keeps_what_was_typed(
        self, client: Client, answered: Case, oscar: User, name: str
    ) -> None:
        said = drawn(client, answered, name) | SAID[name] | ({"to": oscar.pk} if name == "assign" else {})
        actions.plan(by=oscar, case=answered, text="Visit her.", follow_up_on=NEXT_WEEK)
        before = Case.objects.values().get()
        response = client.post(page(answered, name), said)
        assertContains(response, "Others changed this case while you were writing.")
        assertContains(response, "Plan recorded")
        assertContains(response, "Oscar Officer")
        assert Case.objects.values().get() == before
        assert not answered.overrides.exists()
        for typed in ("Write to him.", "P/1", "It stopped.", "Milder.", "He knows the street."):
            if typed in said.values():
                assertContains(response, typed)

    @pytest.mark.parametrize("name", SAID)
    def test_sent_again_it_is_saved(self, client: Client, answered: Case, oscar: User, name: str) -> None:
        said = drawn(client, answered, name) | SAID[name] | ({"to": oscar.pk} if name == "assign" else {})
        actions.plan(by=oscar, case=answered, text="Visit her.", follow_up_on=NEXT_WEEK)
        again = filled(client.post(page(answered, name), said).context["form"]) | SAID[name]
        assertRedirects(client.post(page(answered, name), again), page(answered))

    def test_both_plans_stand_side_by_side(self, client: Client, answered: Case, oscar: User) -> None:
        said = drawn(client, answered, "plan") | PLAN
        actions.plan(by=oscar, case=answered, text="Visit her.", follow_up_on=NEXT_WEEK)
        both = client.post(page(answered, "plan"), said).context["form"].both
        assert ("What the council will do", "Visit her.", "Write to him.") in both

    def test_what_was_typed_is_kept_where_it_is_too_late(self, client: Client, answered: Case, oscar: User) -> None:
        said = drawn(client, answered, "plan") | PLAN
        closed(answered, oscar)
        response = client.post(page(answered, "plan"), said)
        assertContains(response, "no longer possible", status_code=403)
        assertContains(response, "Write to him.", status_code=403)

    def test_nothing_has_changed_for_whoever_saves_in_time(self, client: Client, answered: Case, oscar: User) -> None:
        said = drawn(client, answered, "plan") | PLAN
        client.force_login(oscar)
        client.get(page(answered))
        response = client.post(page(answered, "plan"), said, follow=True)
        assertContains(response, "The plan is recorded.")
        assertNotContains(response, "while you were writing")


class TestTaking:
    def test_of_two_who_take_it_the_first_has_it(self, client: Client, case: Case, oscar: User) -> None:
        seen = str(case.owner_id or "")
        ann = actions.assign(by=oscar, case=case, to=oscar)
        response = client.post(page(case, "take"), {"owner": seen}, follow=True)
        if str(oscar.pk) != seen:
            assertContains(response, "Oscar Officer was quicker and has this case.")
        assert Case.objects.get().owner == ann.owner == oscar

    @pytest.mark.parametrize("owner", ["", "nonsense", "²", "9" * 30])
    def test_what_makes_no_sense_takes_nothing_from_anybody(
        self, client: Client, case: Case, oscar: User, owner: str
    ) -> None:
        actions.assign(by=oscar, case=case, to=oscar)
        client.post(page(case, "take"), {"owner": owner})
        assert Case.objects.get().owner == oscar


class TestRevision:
    def revision(self) -> int:
        return Case.objects.values_list("revision", flat=True).get()

    def test_goes_on_with_whatever_an_officer_should_see(self, answered: Case, olive: User, oscar: User) -> None:
        reporter = answered.incident.reporter
        for change in (
            lambda: actions.plan(by=olive, case=answered, text="Visit.", follow_up_on=NEXT_WEEK),
            lambda: actions.assign(by=olive, case=answered, to=oscar),
            lambda: actions.refer(by=olive, case=answered, police_reference="P/1"),
            lambda: send_message(by=reporter, incident=answered.incident, body="Hello"),
            lambda: write_note(by=olive, incident=answered.incident, body="Note"),
            lambda: complete(Case.objects.get(), olive, occasions=9),
            lambda: actions.propose_override(by=olive, case=answered, tier=Tier.EMERGENCY, reason="Worse"),
            lambda: actions.close(by=olive, case=Case.objects.get(), reason="Over"),
        ):
            before = self.revision()
            change()
            assert self.revision() > before, change

    def test_stands_still_where_only_a_clock_moves(self, answered: Case) -> None:
        before = self.revision()
        Case.objects.update(update_due_at=answered.reported_at)
        assert self.revision() == before

    def test_never_goes_back(self, answered: Case) -> None:
        old = Case.objects.get()
        Case.objects.update(plan="Another")
        before = self.revision()
        old.save()
        assert self.revision() > before
