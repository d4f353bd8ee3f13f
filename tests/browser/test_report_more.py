"""The report for somebody else, the report that it happened again, and the one that is taken back: on a phone."""

import pytest

from incidents.models import Draft, Incident
from tests.browser.reporter import SMALL_PHONE, assert_clean, either_way
from tests.corpus.messages import MESSAGES
from tests.factories import COUNCIL, POLICE, CouncillorFactory, report

pytestmark = pytest.mark.django_db(transaction=True)


def open_report(reporter, case):
    reporter.page.goto(f"{reporter.url}/my/reports/{case.reference}/")


@either_way
def test_a_grave_threat_is_asked_for_what_matters(reporter, scripts):
    reporter.start()
    reporter.choose("No")
    reporter.choose("A threat, or a hint of one")
    reporter.write(description="He wrote that he will wait for me at the surgery tonight with a knife.")
    reporter.press("Continue")
    for answer in (
        "Email",
        "To me",
        "Outright: it will be done",
        "Kill or seriously harm somebody",
        "Yes, today or tonight",
        "Nearly all of it",
        "It was talked or written about",
        "No, this was the first time",
        "Somebody whose name I know",
        "No",
        "Me",
        "They know where I live, or have told others",
        "I am frightened",
    ):
        reporter.choose(answer)
    reporter.press("Send the report")

    assert reporter.page.get_by_text("We treat this as an emergency.").is_visible()
    incident = Incident.objects.get()
    assert (incident.specificity, incident.due_within_hours, incident.address_exposed) == ("full", 12, True)


@either_way
def test_a_saved_message_tells_what_nobody_need_copy(reporter, scripts, settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    (tmp_path / "message.eml").write_bytes(MESSAGES["plain"].content)
    page = reporter.page
    reporter.start()
    reporter.choose("No")
    reporter.choose("Insults or name-calling")
    page.get_by_role("link", name="add the email").click()
    page.set_input_files("[name=attached]", tmp_path / "message.eml")
    reporter.press("Add the files")
    assert page.get_by_text("Is “message.eml” what you want to report?").is_visible()
    if scripts == "with scripts":  # axe is one itself
        assert_clean(page)
    reporter.press("Use what this message says")
    reporter.choose("No, this was the first time")
    reporter.choose("A stranger")
    reporter.choose("It annoyed me")
    assert reporter.heading == "Check your answers"
    assert page.get_by_text("From the message you added").count() == 3
    page.get_by_role("link", name="What happened, in your own words").click()
    assert page.get_by_text("We took this from the message you added.").is_visible()
    reporter.write(description="It came from my neighbour.")
    page.get_by_role("button", name="Continue").click()
    assert page.get_by_text("From the message you added").count() == 1
    reporter.press("Send the report")

    assert len(reporter.pages) == 9
    incident = Incident.objects.get()
    assert (incident.channel, incident.description) == ("email", "It came from my neighbour.")
    assert incident.evidence.get().kind == "message/rfc822"


@either_way
def test_a_colleague_reports_for_a_councillor_who_knows_of_it(reporter, scripts):
    harmed = CouncillorFactory(name="Cara Councillor")
    reporter.page.goto(f"{reporter.url}/report/")
    reporter.press("Report for somebody else")
    reporter.choose("No")
    reporter.choose("A councillor")
    reporter.page.get_by_label("Which councillor?").select_option(label="Cara Councillor (Millbrook)")
    reporter.press("Continue")
    reporter.choose("Yes, and they agree")
    reporter.rest_of_a_short_report()
    assert reporter.page.get_by_role("definition").filter(has_text="Cara Councillor (Millbrook)").is_visible()
    reporter.press("Send the report")

    open_report(reporter, Incident.objects.get().case)
    assert reporter.page.get_by_text("You reported this for Cara Councillor.").is_visible()
    assert set(Incident.objects.own(harmed)) == set(Incident.objects.all())


@either_way
def test_it_happened_again_asks_only_what_is_new(reporter, scripts):
    first = report(reporter.user, channel="email", source="stranger", asked_to_stop="no", conduct=["insult"])
    open_report(reporter, first)
    reporter.press("It happened again")
    pages = len(reporter.pages)
    reporter.choose("No")
    assert reporter.heading == "What is the same as last time?"
    assert reporter.page.get_by_text("A stranger", exact=True).is_visible()
    reporter.press("Continue")
    reporter.choose("Insults or name-calling")
    reporter.write(description="He did it again.")
    reporter.press("Continue")
    reporter.press("Continue")
    reporter.choose("It annoyed me")
    reporter.press("Send the report")

    assert len(reporter.pages) - pages == 7
    again = Incident.objects.latest("pk")
    assert (again.continues, again.occasions) == (first.incident, 2)


@either_way
def test_a_report_can_be_taken_back(reporter, scripts):
    case = report(reporter.user, **COUNCIL)
    open_report(reporter, case)
    reporter.page.get_by_role("link", name="Withdraw this report").click()
    reporter.press("Withdraw the report")
    assert reporter.page.get_by_role("link", name="Enter why you withdraw it").is_visible()
    reporter.write(reason="It was a misunderstanding.")
    reporter.press("Withdraw the report")

    assert reporter.page.get_by_text("This report was withdrawn").is_visible()
    case.refresh_from_db()
    assert not case.is_open


@pytest.mark.browser_context_args(viewport=SMALL_PHONE)
def test_the_other_pages_are_clean_and_fit_a_small_phone(reporter):
    page, case = reporter.page, report(reporter.user, **POLICE)
    page.goto(f"{reporter.url}/my/reports/{case.reference}/withdraw/")
    assert_clean(page)
    reporter.write(reason="I am afraid of him.")
    reporter.press("Withdraw the report")
    assert page.get_by_text("We go on with it all the same.").is_visible()
    assert_clean(page)
    reporter.press("It happened again")
    reporter.choose("No")
    assert_clean(page)
    page.goto(f"{reporter.url}/report/")
    reporter.press("Report for somebody else")
    reporter.choose("No")
    for answer in ("A councillor", None, None, "No"):
        assert_clean(page)
        reporter.press("Continue")
        assert_clean(page)
        if answer:
            reporter.choose(answer)
        elif page.locator("select").count():
            page.locator("select").select_option(label="They are not in this list")
            reporter.press("Continue")
        else:
            reporter.write(harmed_name="Carol Candidate")
            reporter.press("Continue")
    assert reporter.heading == "What happened?"
    assert Draft.objects.unfinished().count() == 2
