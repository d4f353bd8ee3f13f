"""The report in a real browser: on a phone, with and without scripts, and clean for axe on every page of it."""

import re

import pytest
from playwright.sync_api import expect

from councilsafe.duty.models import Alert
from incidents.models import Draft, Incident
from tests.browser.reporter import PHONE, SMALL_PHONE, assert_clean, either_way

pytestmark = pytest.mark.django_db(transaction=True)


@either_way
def test_the_commonest_report_takes_nine_pages(reporter, scripts):
    reporter.short_report()
    reporter.press("Send the report")

    assert len(reporter.pages) == 9
    assert reporter.page.get_by_text(Incident.objects.get().reference, exact=True).is_visible()
    assert reporter.page.get_by_text("Olive Officer has been told").is_visible()


@either_way
def test_a_man_outside_the_house_is_for_the_police(reporter, scripts):
    reporter.start()
    reporter.choose("No")
    reporter.choose("Following somebody, or waiting near their home or work")
    reporter.write(description="A man has sat outside my house on four evenings and photographed the door")
    reporter.press("Continue")
    reporter.choose("In person, or somebody nearby")
    reporter.choose("At or near my home")
    reporter.choose("Yes")
    reporter.choose("Yes")
    reporter.write(occasions="4", length="12")
    reporter.choose("Days")
    reporter.choose("No")
    reporter.choose("A stranger")
    reporter.choose("Me")
    reporter.press("Continue")
    reporter.choose("I am frightened")
    reporter.press("Send the report")

    assert reporter.page.get_by_text("We treat this as something to refer to the police.").is_visible()
    case = Incident.objects.get().case
    assert case.tier_key == "police"
    assert {"loitering", "surveillance"} <= {gate["rule"] for gate in case.assessment.gates}


@either_way
def test_danger_raises_the_alarm_before_anything_else_is_asked(reporter, scripts):
    reporter.start()
    reporter.choose("Yes")

    incident = Incident.objects.get()
    assert Alert.objects.filter(about_ref=incident.reference, answered_at=None).exists()
    assert reporter.heading == "Call 999 now"
    reporter.write(whereabouts="The library, back room")
    reporter.press("Tell the officer on duty")
    incident.refresh_from_db()
    assert incident.whereabouts == "The library, back room"
    reporter.page.get_by_role("link", name="Finish the report when you are safe").click()
    assert reporter.heading == "What happened?"


@either_way
def test_going_back_and_sending_again_makes_one_incident(reporter, scripts):
    reporter.short_report()
    reporter.press("Send the report")
    sent = reporter.page.url
    reporter.page.go_back()
    reporter.page.reload()
    assert reporter.page.url == sent
    assert Incident.objects.count() == 1


@pytest.mark.browser_context_args(viewport=PHONE)
def test_a_double_click_sends_once_and_starts_once(reporter):
    reporter.page.goto(f"{reporter.url}/report/")
    reporter.page.get_by_role("button", name="Start now").dblclick()
    reporter.page.wait_for_url("**/danger/")
    assert Draft.objects.count() == 1
    reporter.short_report()
    reporter.page.get_by_role("button", name="Send the report").dblclick()
    reporter.page.wait_for_url("**/sent/")
    assert Incident.objects.count() == 1


@pytest.mark.browser_context_args(viewport=PHONE)
def test_an_answer_can_be_changed_from_the_check(reporter):
    reporter.short_report()
    reporter.page.get_by_role("link", name="Has it happened before?").click()
    reporter.choose("Yes")
    reporter.write(occasions="3")
    reporter.press("Continue")
    reporter.choose("No")
    reporter.press("Continue")
    assert reporter.heading == "Check your answers"
    assert "3" in reporter.page.get_by_role("definition").all_inner_texts()


# Every page is clean and fits --------------------------------------------------------------------------------------


CAN_STAY_EMPTY = ("many", "others", "more")
WHOLE = {
    "danger": ["No"],
    "kind": [
        "A threat, or a hint of one",
        "Hate about who somebody is, such as race, religion or gender",
        "Following somebody, or waiting near their home or work",
        "A weapon, shown or talked about",
        "Hitting, pushing, spitting or another attack",
        "Damage to property",
    ],
    "words": {"description": "He waited, shouted and kicked the gate in."},
    "way": ["Social media or messaging"],
    "heard": ["To everybody, in public"],
    "place": ["At or near my home"],
    "near": ["I am not sure"],
    "how": ["Hinted at, but I took it as a threat"],
    "what": ["Hurt somebody"],
    "when": ["Yes, later than that"],
    "exact": ["Some of it"],
    "means": ["It was talked or written about"],
    "seen": ["No"],
    "touch": ["Nobody was touched"],
    "things": ["Minor"],
    "about": ["Race, colour or nationality"],
    "before": ["Yes"],
    "times": {"occasions": "2"},
    "asked": ["No"],
    "who": ["Somebody whose name I know"],
    "many": {"distinct_sources": "3"},
    "order": ["I am not sure"],
    "aim": ["Me", "My family"],
    "others": {"distinct_victims": "3"},
    "more": ["It is getting worse, or happens more often"],
    "effect": ["I prefer not to say"],
}


@pytest.mark.browser_context_args(viewport=SMALL_PHONE)
def test_every_page_of_the_report_is_clean_and_fits_a_small_phone(reporter):
    reporter.page.goto(f"{reporter.url}/report/")
    assert_clean(reporter.page)
    reporter.start()
    for key, answers in WHOLE.items():
        assert reporter.page.url.endswith(f"/{key}/")
        assert_clean(reporter.page)
        if key not in CAN_STAY_EMPTY:
            reporter.press("Continue")
            expect(reporter.page).to_have_title(re.compile("^Error: "))
            assert_clean(reporter.page)
        if isinstance(answers, dict):
            reporter.write(**answers)
            reporter.press("Continue")
        else:
            reporter.choose(*answers)
    assert_clean(reporter.page)
    for link, fewer in (("Who may read this report?", "Only one officer, whom I choose"), ("Who else", "The police")):
        reporter.page.get_by_role("link", name=link).click()
        assert_clean(reporter.page)
        reporter.choose(fewer)
        assert_clean(reporter.page)
        if "officer" in reporter.page.url:
            reporter.page.locator("select").select_option(label="Olive Officer")
            reporter.press("Continue")
    reporter.press("Send the report")
    assert_clean(reporter.page)
    for address in ("/my/reports/", f"/my/reports/{Incident.objects.get().reference}/"):
        reporter.page.goto(f"{reporter.url}{address}")
        assert_clean(reporter.page)
    reporter.write(body="It has got worse.")
    reporter.press("Send the message")
    assert_clean(reporter.page)


@pytest.mark.browser_context_args(viewport=SMALL_PHONE)
def test_the_page_for_danger_is_clean_and_fits_a_small_phone(reporter):
    reporter.start()
    reporter.choose("Yes")
    assert_clean(reporter.page)
    reporter.write(whereabouts="x" * 201)
    reporter.press("Tell the officer on duty")
    assert_clean(reporter.page)
