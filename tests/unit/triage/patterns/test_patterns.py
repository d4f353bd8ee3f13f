"""Patterns from the sweep to what officers say about them, and what that does to the cases in them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from councilsafe.notifications.models import OutboxMessage
from incidents import actions as incidents
from incidents.actions.people import Told, add_person
from incidents.people.normalise import Given
from tests.factories import POLICE, CouncillorFactory, UserFactory, many_cases, report
from triage.actions.offers import look_for_patterns
from triage.actions.patterns import (
    add_to_pattern,
    begin_pattern,
    confirm_pattern,
    dismiss_pattern,
    dissolve_pattern,
    remove_from_pattern,
)
from triage.models import Case, Pattern, PatternMember
from triage.pattern_lifecycle import PatternState

pytestmark = pytest.mark.django_db
SMALL = {"conduct": ["insult"], "channel": "social_media", "impact": "annoyed", "occasions": 1}
GATE = "Somebody writes that I closed the bus gate at Millbrook to please developers."


@pytest.fixture(autouse=True)
def mo(olive: User) -> User:
    return UserFactory(roles=[Role.MONITORING], name="Mo Nitor")


@pytest.fixture
def client(client: Client, olive: User) -> Client:
    client.force_login(olive)
    return client


def crowd(number: int, by: User | None = None, text: str = "", **facts) -> list[Case]:
    return [report(by or CouncillorFactory(), {"description": text}, **SMALL | facts) for _ in range(number)]


def look() -> int:
    return look_for_patterns(now=timezone.now())


def now(case: Case) -> Case:
    return Case.objects.select_related("assessment", "incident").get(pk=case.pk)


def offered(number: int = 5) -> Pattern:
    crowd(number, CouncillorFactory())
    look()
    return Pattern.objects.get()


def inside(pattern: Pattern) -> set[int]:
    return set(pattern.members.present().values_list("incident", flat=True))


class TestSweep:
    def test_a_pile_on_on_one_member_is_offered_once_to_whoever_has_the_newest(self, olive, councillor):
        cases = crowd(5, councillor)
        assert (look(), look()) == (1, 0)
        pattern = Pattern.objects.get()
        assert (pattern.kind, pattern.state) == ("pile_on", "offered")
        assert inside(pattern) == {case.incident_id for case in cases}
        told = OutboxMessage.objects.get(kind="pattern.offered")
        assert (told.recipient, told.about_ref, told.can_wait) == (olive, pattern.reference, True)

    def test_danger_among_them_cannot_wait(self, olive, councillor):
        crowd(4, councillor)
        crowd(1, councillor, **POLICE)
        look()
        assert not OutboxMessage.objects.get(kind="pattern.offered").can_wait

    def test_one_topic_on_many_members(self, olive):
        crowd(6, text=GATE)
        assert look() == 1

    def test_one_account_on_three_members(self, olive):
        for case in crowd(3):
            told = Told(kind="account", label="Gull", standing="possible", known_by=[Given("handle", "@gull9", "x")])
            add_person(by=olive, incident=case.incident, told=told)
        assert look() == 1
        assert Pattern.objects.get().kind == "campaign"

    def test_old_ones_kept_ones_and_those_withdrawn_are_left_out(self, olive, councillor):
        old, kept, gone, *_ = crowd(7, councillor)
        Case.objects.filter(pk=old.pk).update(reported_at=timezone.now() - timedelta(hours=73))
        incidents.keep_confidential(by=councillor, incident=kept.incident)
        incidents.withdraw(by=councillor, incident=gone.incident, reason="Settled")
        assert look() == 0

    def test_what_is_offered_grows_without_another_word(self, olive, councillor):
        crowd(5, councillor)
        look()
        later = crowd(1, councillor)[0]
        assert look() == 0
        assert later.incident_id in inside(Pattern.objects.get())
        assert OutboxMessage.objects.filter(kind="pattern.offered").count() == 1

    def test_what_was_confirmed_is_only_suggested_to(self, olive, councillor):
        crowd(5, councillor)
        look()
        confirm_pattern(by=olive, pattern=Pattern.objects.get(), reason="One call to others")
        later = crowd(1, councillor)[0]
        look()
        assert PatternMember.objects.get(incident=later.incident).suggested
        assert now(later).assessment.together == {}

    def test_what_was_dismissed_comes_back_when_it_has_grown(self, olive, councillor):
        crowd(5, councillor)
        look()
        dismiss_pattern(by=olive, pattern=Pattern.objects.get(), reason="By chance")
        crowd(4, councillor)
        assert look() == 0
        crowd(1, councillor)
        assert (look(), look()) == (1, 0)
        assert Pattern.objects.get().state == "offered"
        assert OutboxMessage.objects.filter(kind="pattern.offered").count() == 2

    def test_what_an_officer_took_out_stays_out(self, olive, councillor):
        cases = crowd(6, councillor)
        look()
        pattern = Pattern.objects.get()
        remove_from_pattern(by=olive, pattern=pattern, incident=cases[0].incident, reason="Another matter")
        look()
        assert cases[0].incident_id not in inside(pattern)

    def test_it_reads_no_more_than_the_window_by_its_index(self, olive, councillor):
        """Among thousands of old reports it asks the index on when they were reported."""
        made = many_cases(4_000, by=councillor, owner=olive)
        Case.objects.filter(pk__in=[case.pk for case in made]).update(reported_at=timezone.now() - timedelta(days=200))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE triage_case")
        with CaptureQueriesContext(connection) as asked:
            look()
        assert len(asked) <= 8
        for query in asked:
            if '"triage_case"' in query["sql"] and query["sql"].startswith("SELECT"):
                with connection.cursor() as cursor:
                    cursor.execute(f"EXPLAIN {query['sql']}")
                    plan = "\n".join(line for (line,) in cursor.fetchall())
                assert "Seq Scan on triage_case" not in plan, plan


class TestDeciding:
    def test_forty_small_ones_across_councillors_are_council_once_confirmed(self, olive):
        cases = crowd(40, text=GATE)
        look()
        assert {now(case).tier_key for case in cases} == {"log"}
        confirm_pattern(by=olive, pattern=Pattern.objects.get(), reason="One call to others")
        assert {now(case).tier_key for case in cases} == {"council"}
        facts = now(cases[0]).assessment.facts
        assert (facts["occasions"], facts["distinct_sources"], facts["distinct_victims"]) == (40, 40, 40)

    def test_taking_it_apart_lowers_nothing(self, olive):
        cases = crowd(40, text=GATE)
        look()
        pattern = confirm_pattern(by=olive, pattern=Pattern.objects.get(), reason="One call to others")
        dissolve_pattern(by=olive, pattern=pattern, reason="Two matters")
        assert {now(case).tier_key for case in cases} == {"council"}
        assert {str(now(case).assessment.together) for case in cases} == {"{}"}

    def test_an_officer_puts_together_what_no_sweep_finds(self, olive):
        first, second = crowd(2)
        pattern = begin_pattern(by=olive, kind="series", incidents=[first.incident, second.incident], reason="A hand")
        assert (pattern.state, pattern.began_by) == ("confirmed", olive)
        assert now(first).assessment.together["with"] == [second.reference]
        verbs = AuditEvent.objects.filter(object_ref=first.reference).values_list("verb", flat=True)
        assert "put into a pattern" in verbs

    def test_putting_in_and_taking_out_scores_again(self, olive):
        first, second, third = crowd(3)
        pattern = begin_pattern(by=olive, kind="series", incidents=[first.incident, second.incident], reason="A hand")
        add_to_pattern(by=olive, pattern=pattern, incident=third.incident, reason="The same hand")
        assert now(first).assessment.together["number"] == 2
        remove_from_pattern(by=olive, pattern=pattern, incident=third.incident, reason="Another hand")
        assert (now(first).assessment.together["number"], now(third).assessment.together) == (1, {})
        add_to_pattern(by=olive, pattern=pattern, incident=third.incident, reason="After all")
        assert now(first).assessment.together["number"] == 2

    @pytest.mark.parametrize(
        ("state", "allowed"),
        [
            ("offered", {"confirm", "dismiss"}),
            ("confirmed", {"dissolve"}),
            ("dismissed", set()),
            ("dissolved", set()),
        ],
    )
    def test_each_state_allows_what_its_table_says(self, state, allowed, olive):
        pattern = offered()
        if state != "offered":
            decided = {"decided_by": olive, "decided_at": timezone.now(), "reason": "So it is"}
            Pattern.objects.filter(pk=pattern.pk).update(state=state, **decided)
        deeds = {"confirm": confirm_pattern, "dismiss": dismiss_pattern, "dissolve": dissolve_pattern}
        for name, deed in deeds.items():
            if name in allowed:
                continue
            with pytest.raises(ActionDenied, match=PatternState(state).label.lower()):
                deed(by=olive, pattern=pattern, reason="Why not")

    def test_nobody_decides_about_what_they_may_not_see(self, olive, oscar, mo):
        pattern = offered()
        kept = crowd(1)[0]
        incidents.keep_confidential(by=kept.incident.reporter, incident=kept.incident)
        add_to_pattern(by=mo, pattern=pattern, incident=kept.incident, reason="The same voice")
        with pytest.raises(ActionDenied, match="may not see"):
            confirm_pattern(by=olive, pattern=pattern, reason="One call")
        with pytest.raises(ActionDenied, match="may not work on"):
            remove_from_pattern(by=olive, pattern=pattern, incident=kept.incident, reason="Not this")
        confirm_pattern(by=mo, pattern=pattern, reason="One call")

    def test_a_decision_without_its_reason_is_refused_by_the_database(self, olive):
        pattern = offered()
        with pytest.raises(Exception, match="pattern_decided_with_reason"):
            Pattern.objects.filter(pk=pattern.pk).update(state="confirmed")


class TestPages:
    def test_the_list_and_the_page(self, client):
        pattern = offered()
        assert pattern.reference in client.get(reverse("patterns")).text
        page = client.get(pattern.get_absolute_url()).text
        assert "At least 5 people on one member within 72 hours." in page
        for member in pattern.members.all():
            assert member.incident.reference in page

    def test_confirming_in_the_browser_asks_for_the_reason(self, client):
        pattern = offered()
        address = reverse("pattern-confirm", args=[pattern.reference])
        assert "Enter the reason" in client.post(address, {}).text
        assert client.post(address, {"reason": "One call"}).status_code == 302
        assert "They count together now." in client.get(pattern.get_absolute_url()).text
        assert client.post(address, {"reason": "Again"}).status_code == 403

    def test_putting_reports_together_in_the_browser(self, client, olive):
        first, second = crowd(2)
        told = {"kind": "series", "reports": f"{first.reference.lower()}, {second.reference}", "reason": "A hand"}
        assert client.post(reverse("pattern-begin"), told).status_code == 302
        assert inside(Pattern.objects.get()) == {first.incident_id, second.incident_id}

    def test_a_report_that_is_kept_is_as_one_that_is_not_there(self, client, councillor):
        first, kept = crowd(2)
        incidents.keep_confidential(by=kept.incident.reporter, incident=kept.incident)
        for hidden in (kept.reference, "CS-22222-22222"):
            told = {"kind": "series", "reports": f"{first.reference} {hidden}", "reason": "A hand"}
            assert f"There is no case {hidden} that you may see" in client.post(reverse("pattern-begin"), told).text
        assert not Pattern.objects.exists()

    def test_of_what_a_reader_may_not_see_it_says_that_there_is_more_and_no_number(self, client, mo):
        pattern = offered()
        kept = crowd(1, text="Plovers over the xylophone")[0]
        incidents.keep_confidential(by=kept.incident.reporter, incident=kept.incident)
        add_to_pattern(by=mo, pattern=pattern, incident=kept.incident, reason="The same voice")
        page = client.get(pattern.get_absolute_url()).text
        assert "There are others that you may not see." in page
        assert "5, of which 5 are open" in page
        assert kept.reference not in page
        assert "5 reports that you may see" in client.get(reverse("patterns")).text

    def test_the_case_says_with_what_it_was_counted(self, client, olive, oscar):
        first, second = crowd(2)
        begin_pattern(by=olive, kind="series", incidents=[first.incident, second.incident], reason="A hand")
        page = client.get(first.get_absolute_url()).text
        assert "Counted with 1 other report" in page
        assert second.reference in page
        assert "In this report alone: 1" in page
        incidents.declare_conflict(by=olive, incident=second.incident, reason="A friend")
        assert second.reference not in client.get(first.get_absolute_url()).text

    def test_many_at_once_goes_to_the_queues_page_for_many(self, client):
        pattern = offered()
        page = client.get(pattern.get_absolute_url()).text
        ticked = list(pattern.members.values_list("incident__reference", flat=True))
        assert all(f'name="case" value="{reference}" form="bulk"' in page for reference in ticked)
        asked = client.post(reverse("queue-bulk"), {"case": ticked, "deed": "acknowledge"}).text
        assert all(reference in asked for reference in ticked)

    def test_words_are_shared_only_by_what_the_reader_sees(self, client, mo, olive):
        crowd(5, CouncillorFactory(), text="The heron stood on the weir again at Millbrook")
        look()
        assert "heron" in client.get(Pattern.objects.get().get_absolute_url()).text

    def test_the_pages_ask_the_same_however_much_there_is(self, client, olive, councillor):
        client.get(reverse("patterns"))

        def asked(size: int) -> tuple[int, int]:
            cases = many_cases(size, by=councillor, owner=olive)
            for _ in range(size // 2):
                pattern = Pattern.objects.create(kind="series", why="They look alike.")
                members = (PatternMember(pattern=pattern, incident=case.incident) for case in cases)
                PatternMember.objects.bulk_create(members)
            with CaptureQueriesContext(connection) as listed:
                client.get(reverse("patterns"))
            with CaptureQueriesContext(connection) as opened:
                client.get(pattern.get_absolute_url())
            return len(listed), len(opened)

        assert asked(2) == asked(60)
