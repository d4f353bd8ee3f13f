"""Tasks on cases: what brings them, whose they are, what reminds of them, and how they end."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.models import Deadline
from incidents.facts import FACTS
from incidents.models import Conflict
from tests.factories import COUNCIL, LOG, POLICE, CouncillorFactory, UserFactory, report
from triage import actions
from triage.actions.laying import CLOSED, follow
from triage.actions.route import reroute
from triage.actions.tasks import StaleTaskError, add_task, do_task, drop_task, hand_over_task, take_up_task
from triage.casework import Template, Who, asked_for, shipped
from triage.models import LONGEST_TITLE, Case, CaseTask
from triage.process import Tier, current_version
from triage.task_hearers import who_may_hear

CONDUCT = list(FACTS["conduct"].values)
ROUTES = [one.name for one in current_version().routes]
SOME = st.frozensets(st.sampled_from(CONDUCT), max_size=4)
PATHS = st.frozensets(st.sampled_from(ROUTES), max_size=3)
NEXT_WEEK = timezone.localdate() + timedelta(days=7)


def template(tier: Tier, conduct: frozenset[str] = frozenset(), routes: frozenset[str] = frozenset()) -> Template:
    return Template("one", "Ring them", tier, conduct, routes, Clock(1, Unit.WORKING_DAYS), Who.OWNER)


TEMPLATES = st.builds(template, st.sampled_from(Tier), SOME, PATHS)


class TestWhatIsAskedFor:
    @given(TEMPLATES, st.sampled_from(Tier), SOME, PATHS)
    def test_from_its_tier_on_and_where_one_of_its_kinds_is_there(
        self, one: Template, tier: Tier, conduct: frozenset[str], routes: frozenset[str]
    ) -> None:
        wanted = tier >= one.least_tier and (
            (not one.conduct and not one.routes) or bool(one.conduct & conduct) or bool(one.routes & routes)
        )
        assert bool(asked_for([one], tier=tier, conduct=conduct, routes=routes)) == wanted

    @given(st.sampled_from(Tier), st.sampled_from(Tier), SOME, SOME, PATHS)
    def test_a_graver_case_never_brings_less(
        self, low: Tier, high: Tier, conduct: frozenset[str], more: frozenset[str], routes: frozenset[str]
    ) -> None:
        low, high = sorted((low, high))
        less = asked_for(shipped().values(), tier=low, conduct=conduct, routes=routes)
        assert set(less) <= set(asked_for(shipped().values(), tier=high, conduct=conduct | more, routes=routes))

    @pytest.mark.parametrize(
        ("tier", "conduct", "routes", "keys"),
        [
            (Tier.LOG, [], [], set()),
            (Tier.LOG, [], ["wellbeing"], {"offer_support"}),
            (Tier.COUNCIL, [], [], {"keep_evidence"}),
            (
                Tier.COUNCIL,
                ["insult"],
                ["platform_report"],
                {"keep_evidence", "conditions_on_contact", "report_to_platform"},
            ),
            (
                Tier.POLICE,
                [],
                [],
                {"keep_evidence", "safe_now", "others_in_danger", "home_and_meetings", "police_answer"},
            ),
        ],
        ids=["log", "log-wellbeing", "council", "council-online", "police"],
    )
    def test_what_the_shipped_ones_ask(self, tier: Tier, conduct: list[str], routes: list[str], keys: set[str]) -> None:
        assert {one.key for one in asked_for(shipped().values(), tier=tier, conduct=conduct, routes=routes)} == keys

    def test_the_shipped_ones_name_what_there_is(self) -> None:
        for one in shipped().values():
            assert len(one.title) <= LONGEST_TITLE
            assert one.routes <= set(ROUTES)


def keys(case: Case) -> set[str]:
    return set(case.tasks.open().values_list("template", flat=True))


def deadline(task: CaseTask) -> Deadline:
    return Deadline.objects.filter(kind="task", about_ref=task.reference).latest("id")


@pytest.fixture
def case(olive: User, oscar: User, councillor: User) -> Case:
    made = report(councillor, **POLICE)
    return actions.acknowledge(by=olive, case=made)


@pytest.fixture
def task(case: Case) -> CaseTask:
    return case.tasks.get(template="safe_now")


@pytest.mark.django_db
class TestWithTheCase:
    def test_a_case_brings_its_tasks_with_a_deadline_each(self, case: Case, olive: User) -> None:
        assert {"safe_now", "others_in_danger", "keep_evidence"} <= keys(case)
        for task in case.tasks.all():
            assert (deadline(task).due_at, deadline(task).owner) == (task.due_at, task.owner)

    def test_raising_it_brings_what_is_new_and_nothing_twice(self, olive: User, councillor: User) -> None:
        case = actions.acknowledge(by=olive, case=report(councillor, **COUNCIL))
        before = set(case.tasks.values_list("pk", flat=True))
        actions.propose_override(by=olive, case=case, tier=Tier.POLICE, reason="Worse")
        assert "safe_now" in keys(case)
        assert before < set(case.tasks.values_list("pk", flat=True))

    def test_closing_drops_what_is_open_and_reopening_brings_it_back(self, case: Case, olive: User) -> None:
        done, *others = case.tasks.order_by("id")
        do_task(by=olive, task=done)
        actions.close(by=olive, case=case, reason="Over")
        assert {one.drop_reason for one in case.tasks.exclude(pk=done.pk)} == {CLOSED}
        assert not Deadline.objects.open().filter(kind="task").exists()
        actions.reopen(by=olive, case=case, reason="Again")
        assert set(case.tasks.open()) == set(others)
        assert Deadline.objects.open().filter(kind="task").count() == len(others)
        done.refresh_from_db()
        assert done.done_by == olive

    def test_what_was_not_needed_stays_so_when_it_is_reopened(self, case: Case, task: CaseTask, olive: User) -> None:
        drop_task(by=olive, task=task, reason="They rang us")
        actions.close(by=olive, case=case, reason="Over")
        actions.reopen(by=olive, case=case, reason="Again")
        assert task.template not in keys(case)


@pytest.mark.django_db
class TestWhose:
    def test_the_owners_tasks_go_with_the_case_and_no_others(
        self, case: Case, task: CaseTask, olive: User, oscar: User
    ) -> None:
        own = add_task(by=olive, case=case, title="Look up the byelaw", owner=olive, due_on=NEXT_WEEK)
        actions.assign(by=olive, case=case, to=oscar)
        task.refresh_from_db()
        own.refresh_from_db()
        assert (task.owner, deadline(task).owner, own.owner) == (oscar, oscar, olive)

    def test_a_role_that_may_see_it_gets_its_task_and_is_told(self, olive: User, councillor: User) -> None:
        manager = UserFactory(roles=[Role.MANAGER])
        case = report(councillor, **COUNCIL)
        task = case.tasks.get(template="conditions_on_contact")
        assert task.owner == manager

    def test_nobody_has_a_task_on_a_case_they_may_not_see(self, olive: User, councillor: User) -> None:
        UserFactory(roles=[Role.SAFETY])
        case = report(councillor, **POLICE)
        assert case.tasks.get(template="home_and_meetings").owner == case.owner

    def test_whoever_steps_back_loses_it(self, case: Case, olive: User, oscar: User) -> None:
        task = add_task(by=olive, case=case, title="Ring the landlord", owner=oscar, due_on=NEXT_WEEK)
        Conflict.objects.create(incident=case.incident, user=oscar, declared_by=oscar)
        reroute(case=case)
        task.refresh_from_db()
        assert task.owner == deadline(task).owner == olive

    def test_it_is_no_news_where_nobody_changed(self, case: Case, task: CaseTask) -> None:
        before = task.revision
        follow(case)
        task.refresh_from_db()
        assert task.revision == before

    def test_only_who_may_see_the_case_may_hear_of_it(self, case: Case, task: CaseTask, olive: User) -> None:
        case.incident.restricted = True
        case.incident.save()
        audience = who_may_hear(about_type="casetask", about_ref=task.reference)
        assert audience is not None
        assert olive not in audience
        assert who_may_hear(about_type="incident", about_ref=task.reference) is None


@pytest.mark.django_db
class TestDeeds:
    def test_done_stops_the_reminders_and_doing_it_again_changes_nothing(
        self, task: CaseTask, olive: User, oscar: User
    ) -> None:
        do_task(by=olive, task=task)
        again = do_task(by=oscar, task=task)
        assert (again.done_by, deadline(task).met_by) == (olive, olive)

    def test_handed_over_it_follows_nobody(self, case: Case, task: CaseTask, olive: User, oscar: User) -> None:
        hand_over_task(by=olive, task=task, to=oscar)
        follow(case)
        task.refresh_from_db()
        assert task.owner == deadline(task).owner == oscar

    def test_nobody_gets_it_who_may_not_see_the_case(self, task: CaseTask, olive: User) -> None:
        with pytest.raises(ActionDenied):
            hand_over_task(by=olive, task=task, to=UserFactory(roles=[Role.SAFETY]))

    @pytest.mark.parametrize("deed", ["done", "dropped"])
    def test_it_can_be_taken_up_again(self, task: CaseTask, olive: User, deed: str) -> None:
        if deed == "done":
            do_task(by=olive, task=task)
        else:
            drop_task(by=olive, task=task, reason="Not needed")
        again = take_up_task(by=olive, task=task, due_on=NEXT_WEEK)
        assert again.is_open
        assert deadline(task).is_open
        assert timezone.localdate(deadline(task).due_at) == NEXT_WEEK

    def test_what_others_changed_meanwhile_is_not_overwritten(self, task: CaseTask, olive: User, oscar: User) -> None:
        seen = CaseTask.objects.get(pk=task.pk).revision
        hand_over_task(by=olive, task=task, to=oscar)
        with pytest.raises(StaleTaskError):
            drop_task(by=olive, task=task, reason="Not needed", seen=seen)

    @pytest.mark.parametrize("role", [Role.SAFETY, Role.CHAMPION, Role.ADMIN, Role.COUNCILLOR])
    def test_other_roles_do_nothing(self, task: CaseTask, role: Role) -> None:
        with pytest.raises(ActionDenied):
            do_task(by=UserFactory(roles=[role]), task=task)


def url(task: CaseTask, name: str = "") -> str:
    return reverse(f"task-{name}" if name else "task", args=[task.reference])


def many(case: Case, owner: User, number: int) -> None:
    late = timezone.now() - timedelta(days=1)
    CaseTask.objects.bulk_create(
        CaseTask(case=case, title=f"Number {one}", owner=owner, due_at=late, set_by=owner) for one in range(number)
    )


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def client(self, client: Client, olive: User) -> Client:
        client.force_login(olive)
        return client

    def test_mine_are_late_today_and_later(self, client: Client, case: Case, olive: User, oscar: User) -> None:
        many(case, olive, 1)
        add_task(by=olive, case=case, title="Not mine", owner=oscar, due_on=NEXT_WEEK)
        shown = client.get(reverse("tasks"))
        names = [group.name for group in shown.context["groups"]]
        assert names[0] == "Late"
        assert names == [name for name in ("Late", "Today", "Later") if name in names]
        assertContains(shown, "Number 0")
        assertNotContains(shown, "Not mine")

    def test_a_case_kept_for_few_is_not_in_the_list(self, client: Client, case: Case, task: CaseTask) -> None:
        case.incident.restricted = True
        case.incident.save()
        assertNotContains(client.get(reverse("tasks")), task.title)
        assert client.get(url(task)).status_code == 404

    @pytest.mark.parametrize("path", ["tasks", "case"])
    def test_as_many_queries_for_one_as_for_fifty(
        self, client: Client, case: Case, olive: User, path: str, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        address = reverse(path) if path == "tasks" else case.get_absolute_url()
        many(case, olive, 1)
        for _ in range(2):  # the first visit writes more than later ones
            client.get(address)
        with django_assert_num_queries(100, exact=False) as one:
            client.get(address)
        many(case, olive, 49)
        with django_assert_num_queries(len(one)):
            client.get(address)

    def test_the_late_task_is_the_next_step(self, client: Client, case: Case, olive: User) -> None:
        assert client.get(case.get_absolute_url()).context["step"].url == "case-refer"
        actions.refer(by=olive, case=case, police_reference="")
        actions.plan(by=olive, case=case, text="Ring", follow_up_on=NEXT_WEEK)
        many(case, olive, 1)
        step = client.get(case.get_absolute_url()).context["step"]
        assert (step.url, step.about) == ("task", CaseTask.objects.get(title="Number 0").reference)

    def test_adding_one(self, client: Client, case: Case, olive: User) -> None:
        data: dict[str, Any] = {"title": "Ring the landlord", "owner": olive.pk}
        data |= {"due_on-day": NEXT_WEEK.day, "due_on-month": NEXT_WEEK.month, "due_on-year": NEXT_WEEK.year}
        answer = client.post(reverse("case-task-add", args=[case.reference]), data, follow=True)
        assertContains(answer, "Ring the landlord")

    def test_a_stale_page_saves_nothing_and_keeps_what_was_typed(
        self, client: Client, task: CaseTask, olive: User, oscar: User
    ) -> None:
        seen = client.get(url(task, "drop")).context["form"]["seen"].value()
        hand_over_task(by=olive, task=task, to=oscar)
        answer = client.post(url(task, "drop"), {"seen": seen, "reason": "They rang us"})
        assertContains(answer, "Others changed this task")
        assertContains(answer, "They rang us")
        task.refresh_from_db()
        assert task.is_open
        client.post(url(task, "drop"), {"seen": task.revision, "reason": "They rang us"})
        task.refresh_from_db()
        assert task.drop_reason == "They rang us"

    def test_a_colleague_was_quicker(self, client: Client, task: CaseTask, oscar: User) -> None:
        do_task(by=oscar, task=task)
        assertContains(client.post(url(task, "done"), follow=True), "Oscar Officer was quicker")


@pytest.mark.django_db
def test_a_mild_report_brings_nothing(olive: User) -> None:
    assert not report(CouncillorFactory(), **LOG).tasks.exists()
