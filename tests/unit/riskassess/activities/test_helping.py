"""An officer begins one for a councillor, another takes over when they leave, and advice counts for what it was on."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.duty.models import Deadline
from councilsafe.notifications.models import OutboxMessage
from riskassess.actions import activities
from riskassess.actions.activity_care import look_after_activities
from riskassess.activities.lifecycle import ActivityState
from riskassess.board.kinds import on_board
from riskassess.models import Activity
from tests.unit.riskassess.activities.conftest import FINE, rated
from tests.unit.riskassess.conftest import MakePerson

pytestmark = pytest.mark.django_db
HIGH = FINE | {"likelihood": 4, "severity": 4, "likelihood_after": 3, "severity_after": 4}


def begun(officer: User, councillor: User) -> Activity:
    return activities.begin_for(by=officer, councillor=councillor, kind="home-visit", what="A visit")


def told(kind: str, to: User) -> int:
    return OutboxMessage.objects.filter(kind=kind, recipient=to).count()


def owners(activity: Activity) -> list[User]:
    return [one.owner for one in Deadline.objects.open().filter(about_ref=activity.reference) if one.owner]


# For a councillor ------------------------------------------------------------------------------------------------


def test_an_officer_begins_and_the_councillor_agrees(councillor: User, officer: User) -> None:
    activity = begun(officer, councillor)
    assert told("activity.begun", councillor) == 1
    assert owners(activity) == [officer]
    with pytest.raises(ActionDenied):
        activities.save_others(by=councillor, activity=activity, others="Not yet")
    rated(officer, activity, threatened=True, **HIGH)
    with pytest.raises(ActionDenied):
        activities.finish(by=officer, activity=activity)
    activities.advise(by=officer, activity=activity, advice="Meet at the town hall.")
    finished = activities.finish(by=councillor, activity=activity)
    assert (finished.state, finished.remaining) == ("finished", "high")


@pytest.mark.parametrize("who", ["councillor", "police"])
def test_nobody_begins_for_whom_they_may_not(who: str, councillor: User, make_person: MakePerson) -> None:
    by = councillor if who == "councillor" else make_person(Role.POLICE)
    with pytest.raises(ActionDenied):
        begun(by, make_person(Role.COUNCILLOR))


def test_nobody_begins_for_themselves_or_for_no_councillor(make_person: MakePerson, officer: User) -> None:
    both = make_person(Role.COUNCILLOR)
    both.roles = [Role.COUNCILLOR, Role.OFFICER]
    both.save()
    for councillor, by in ((both, both), (officer, both)):
        with pytest.raises(ActionDenied):
            begun(by, councillor)


def test_it_is_begun_and_written_on_pages(councillor: User, officer: User, client: Client) -> None:
    client.force_login(officer)
    about = {"councillor": councillor.reference, "kind": "stall", "what": "Market square"}
    page = client.post(reverse("activity-begin"), about | {"kind": ""}).content.decode()
    assert "Select what you plan" in page
    assert "Market square" in page
    client.post(reverse("activity-begin"), about)
    activity = Activity.objects.get()
    applying = [activity.hazards.earliest("id").reference]
    path = reverse("activity-hazards", args=[activity.reference])
    page = client.post(path, {"applying": applying, "another": "The crowd"}).content.decode()
    assert "The crowd" in page
    assert "Select whether" in page
    client.post(path, {"applying": applying, "another": "", "threatened": "no"})
    client.post(reverse("activity-others", args=[activity.reference]), {"others": "Two helpers"})
    for hazard in activity.hazards.filter(applies=True):
        at = reverse("activity-hazard", args=[activity.reference, hazard.reference])
        client.post(at, FINE | {"who": "They", "controls": "In pairs"})
    client.post(activity.officers_url, {"advice": "Good."})
    activity.refresh_from_db()
    assert (activity.state, activity.others) == ("advised", "Two helpers")
    client.force_login(councillor)
    assert "Good." in client.get(activity.get_absolute_url()).content.decode()


# Advice counts for what it was on --------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["threat", "rest"])
def test_with_another_reason_after_the_advice_an_officer_is_asked_again(
    how: str, councillor: User, safety: User, draft: Activity
) -> None:
    activity = rated(councillor, draft)
    activities.ask_help(by=councillor, activity=activity, asked_for="")
    activities.take(by=safety, activity=activity)
    activities.advise(by=safety, activity=activity, advice="Good.")
    rated(councillor, activity)
    assert activity.state == ActivityState.ADVISED
    rated(councillor, activity, threatened=how == "threat", **(HIGH if how == "rest" else {}))
    assert activity.state == ActivityState.DRAFT
    with pytest.raises(ActionDenied, match="An officer should look"):
        activities.finish(by=councillor, activity=activity)
    assert activities.ask_help(by=councillor, activity=activity, asked_for="").state == ActivityState.ASKED


def test_high_is_never_without_advice(finished: Activity) -> None:
    with pytest.raises(DatabaseError, match="finished_activity_stays"), transaction.atomic():
        Activity.objects.filter(pk=finished.pk).update(remaining="high")
    with pytest.raises(DatabaseError, match="activity_(remaining_known|high_only)"), transaction.atomic():
        Activity.objects.create(councillor=finished.councillor, kind="stall", what="A", remaining="high")


# When somebody leaves --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("taken", [False, True])
def test_another_helps_when_the_helper_leaves(
    taken: bool, councillor: User, safety: User, manager: User, draft: Activity
) -> None:
    activities.ask_help(by=councillor, activity=draft, asked_for="")
    if taken:
        activities.take(by=safety, activity=draft)
    safety.is_active = False
    safety.save()
    for _ in range(2):
        look_after_activities()
    draft.refresh_from_db()
    assert draft.helper == manager
    assert owners(draft) == [manager]
    assert told("activity_help.asked", manager) == 1
    if not taken:
        activities.take(by=manager, activity=draft)
    assert activities.advise(by=manager, activity=draft, advice="Good.").state == ActivityState.ADVISED


def test_what_is_in_good_hands_stays_there(councillor: User, safety: User, manager: User, draft: Activity) -> None:
    activities.ask_help(by=councillor, activity=draft, asked_for="")
    look_after_activities()
    draft.refresh_from_db()
    assert draft.helper == safety


def test_nobody_is_late_with_what_somebody_planned_who_has_left(finished: Activity, councillor: User) -> None:
    councillor.is_active = False
    councillor.save()
    look_after_activities()
    assert owners(finished) == []
    councillor.is_active = True
    councillor.save()
    look_after_activities()
    assert owners(finished) == [councillor]


# What officers see -----------------------------------------------------------------------------------------------


def test_what_is_in_force_with_much_risk_is_found(
    councillor: User, officer: User, finished: Activity, client: Client
) -> None:
    activity = begun(officer, councillor)
    rated(officer, activity, **HIGH)
    activities.advise(by=officer, activity=activity, advice="Take care.")
    activities.finish(by=councillor, activity=activity)
    client.force_login(officer)
    page = client.get(reverse("activities"), {"state": "much"}).content.decode()
    assert activity.reference in page
    assert finished.reference not in page
    assert activity.reference not in client.get(reverse("activities")).content.decode()


def test_the_board_has_what_waits_for_advice(councillor: User, safety: User, officer: User, draft: Activity) -> None:
    activities.ask_help(by=councillor, activity=draft, asked_for="")
    assert [one.about_ref for one in on_board(safety)] == [draft.reference]


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_many_cost_what_few_do(councillor: User, safety: User, make_person: MakePerson, client: Client) -> None:
    def paths(activity: Activity) -> list[tuple[User, str]]:
        return [
            (councillor, reverse("my-activities")),
            (councillor, activity.get_absolute_url()),
            (safety, reverse("activities")),
            (safety, activity.officers_url),
        ]

    def counted(activity: Activity) -> list[int]:
        numbers = []
        for user, path in paths(activity):
            client.force_login(user)
            numbers.append(queries(client, path))
        return numbers

    activity = begun(safety, councillor)
    few = counted(activity)
    for number in range(30):
        activities.save_hazards(by=safety, activity=activity, applying=(), another=f"T {number}", threatened=False)
        other = make_person(Role.COUNCILLOR)
        begun(safety, other)
        activities.begin(by=councillor, kind="stall", what=f"Stall {number}")
    references = activity.hazards.values_list("reference", flat=True)
    activities.save_hazards(by=safety, activity=activity, applying=references, another="", threatened=False)
    assert counted(activity) == few


def test_what_was_typed_stays(councillor: User, safety: User, draft: Activity, client: Client) -> None:
    client.force_login(councillor)
    page = client.post(reverse("my-activity-begin"), {"kind": "", "what": "Behind the mill"}).content.decode()
    assert "Behind the mill" in page
    long = "A" * 2001
    page = client.post(reverse("my-activity-others", args=[draft.reference]), {"others": long}).content.decode()
    assert long in page
    page = client.post(reverse("my-activity-hazards", args=[draft.reference]), {"another": "The lift"}).content.decode()
    assert "The lift" in page
    activities.ask_help(by=councillor, activity=draft, asked_for="")
    activities.take(by=safety, activity=draft)
    client.force_login(safety)
    page = client.post(draft.officers_url, {"advice": "B" * 4001}).content.decode()
    assert "B" * 4001 in page
