"""The council's own words for what can go wrong: in what begins from now on, and not in what was begun before."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from riskassess.actions import activities, activity_templates
from riskassess.activities.kinds import ActivityKind, shipped
from riskassess.activities.suggestions import every, found, offered
from riskassess.models import ActivityTemplate

pytestmark = pytest.mark.django_db
KEY = "surgery-1"
WORDS = {"title": "Somebody shouts", "who": "You", "controls": "Two of you."}


def template(key: str = KEY) -> ActivityTemplate:
    one = found(key)
    assert one is not None
    return one


def titles(councillor: User) -> list[str]:
    begun = activities.begin(by=councillor, kind="surgery", what="Fridays")
    return list(begun.hazards.values_list("title", flat=True))


def test_untouched_it_is_as_we_ship_it() -> None:
    assert {kind: [one.title for one in rows] for kind, rows in every().items()} == {
        kind: [one.title for one in rows] for kind, rows in shipped().items()
    }
    assert not ActivityTemplate.objects.exists()


def test_no_key_is_used_twice() -> None:
    keys = [one.key for rows in shipped().values() for one in rows]
    assert len(keys) == len(set(keys))
    assert all(key.rpartition("-")[0] == kind for kind, rows in shipped().items() for key in [one.key for one in rows])


def test_a_change_counts_from_now_on(councillor: User, safety: User) -> None:
    before = activities.begin(by=councillor, kind="surgery", what="Fridays")
    activity_templates.change_template(by=safety, template=template(), seen="", **WORDS)
    assert titles(councillor)[0] == "Somebody shouts"
    assert before.hazards.first().title == shipped()["surgery"][0].title  # type: ignore[union-attr]
    assert [len(rows) for rows in every().values()] == [len(rows) for rows in shipped().values()]


def test_what_is_added_comes_last_and_only_there(councillor: User, safety: User) -> None:
    activity_templates.add_template(by=safety, kind="surgery", **WORDS)
    assert titles(councillor)[-1] == "Somebody shouts"
    assert "Somebody shouts" not in [one.title for one in offered("stall")]


def test_retired_it_is_offered_to_nobody_until_it_is_again(councillor: User, safety: User) -> None:
    first = shipped()["surgery"][0].title
    for _ in range(2):
        activity_templates.retire_template(by=safety, template=template())
    assert first not in titles(councillor)
    assert first in [one.title for one in every()["surgery"]]
    activity_templates.offer_template(by=safety, template=template())
    assert first in titles(councillor)
    assert ActivityTemplate.objects.count() == 1


def test_nobody_saves_over_what_they_have_not_seen(safety: User, manager: User) -> None:
    mine, theirs = template(), template()
    activity_templates.change_template(by=safety, template=mine, seen="", **WORDS)
    with pytest.raises(activity_templates.StaleTemplateError):
        activity_templates.change_template(by=manager, template=theirs, seen="", **WORDS | {"title": "Other"})
    with pytest.raises(activity_templates.StaleTemplateError):
        activity_templates.saved(manager, theirs, "activity template changed")  # both found no row
    assert template().title == "Somebody shouts"


def test_only_those_who_keep_them(officer: User, councillor: User) -> None:
    for by in (officer, councillor):
        with pytest.raises(ActionDenied):
            activity_templates.add_template(by=by, kind="surgery", **WORDS)
        with pytest.raises(ActionDenied):
            activity_templates.retire_template(by=by, template=template())


# Pages -----------------------------------------------------------------------------------------------------------


def test_they_are_changed_added_and_retired_on_pages(safety: User, client: Client) -> None:
    client.force_login(safety)
    page = client.get(reverse("activity-template", args=[KEY])).content.decode()
    assert shipped()["surgery"][0].title in page
    client.post(reverse("activity-template", args=[KEY]), WORDS | {"seen": ""})
    client.post(reverse("activity-template-add"), WORDS | {"kind": "home", "title": "The gate is open"})
    client.post(reverse("activity-template-retire", args=["stall-1"]))
    page = client.get(reverse("activity-templates")).content.decode()
    for words in ("Somebody shouts", "The gate is open", "Not offered any more"):
        assert words in page
    assert client.get(reverse("activity-template", args=["nothing"])).status_code == 404


def test_what_was_typed_stays_when_it_is_stale_or_empty(safety: User, manager: User, client: Client) -> None:
    activity_templates.change_template(by=manager, template=template(), seen="", **WORDS)
    client.force_login(safety)
    path = reverse("activity-template", args=[KEY])
    page = client.post(path, WORDS | {"title": "Typed by Sam", "seen": ""}).content.decode()
    assert "Typed by Sam" in page
    assert "Somebody has changed this" in page
    assert "Somebody shouts" in page
    assert template().seen in page.replace("&#x27;", "'")
    client.post(path, WORDS | {"title": "Typed by Sam", "seen": template().seen})
    assert template().title == "Typed by Sam"
    page = client.post(path, WORDS | {"who": "", "title": "Typed again", "seen": template().seen}).content.decode()
    assert "Enter who might be harmed" in page
    assert "Typed again" in page


def test_many_cost_what_few_do(safety: User, councillor: User, client: Client) -> None:
    client.force_login(safety)

    def queries() -> int:
        client.get(reverse("activity-templates"))
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("activity-templates"))
        return len(seen)

    few = queries()
    for number in range(30):
        about = WORDS | {"title": f"Thing {number}"}
        activity_templates.add_template(by=safety, kind=ActivityKind.values[number % 8], **about)
    assert queries() == few


# What the database holds -----------------------------------------------------------------------------------------


def test_it_is_never_deleted_nor_without_words(safety: User) -> None:
    one = activity_templates.add_template(by=safety, kind="surgery", **WORDS)
    with pytest.raises(DatabaseError), transaction.atomic():
        ActivityTemplate.objects.filter(pk=one.pk).delete()
    with pytest.raises(DatabaseError, match="in_words"), transaction.atomic():
        ActivityTemplate.objects.filter(pk=one.pk).update(controls="")
    with pytest.raises(DatabaseError, match="kind_known"), transaction.atomic():
        ActivityTemplate.objects.filter(pk=one.pk).update(kind="party")
