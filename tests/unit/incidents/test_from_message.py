"""A saved message answers what nobody has answered yet, says so, and never stands in the way of the report."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councilsafe.accounts.models import User
from incidents.actions import receive, save_answers
from incidents.actions.evidence import remove_evidence
from incidents.evidence.store import store
from incidents.evidence.uploads import take
from incidents.from_message import MESSAGE, filled_by_message, with_message
from incidents.mail.prefill import Prefill
from incidents.models import Draft, Evidence, Incident
from incidents.steps import Journey
from tests.corpus.messages import MESSAGES, WORDS
from tests.unit.incidents.answers import SHORT, Sent, drafted

MakeDraft = Callable[[Sent], Draft]
BEFORE = {key: SHORT[key] for key in ("danger", "kind")}
LEFT = {key: SHORT[key] for key in ("before", "who", "effect")}
SAID = Prefill({"channel": "email", "place": "remote"}, {"description": "Go", "happened_on": date(2026, 11, 20)})


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    settings.EVIDENCE_DIR = tmp_path / "evidence"


def add(draft: Draft, name: str = "plain", content: bytes = b"") -> Evidence:
    file = take("a.eml", content or MESSAGES[name].content)
    return receive(by=draft.reporter, files=[file], draft=draft)[0]


def use(reader: Client, evidence: Evidence) -> Any:
    return reader.post(reverse("report-use-message", args=[evidence.draft_id, evidence.reference]))


def now(draft: Draft) -> Draft:
    return Draft.objects.get(pk=draft.pk)


# What it adds ----------------------------------------------------------------------------------------------------


def test_it_fills_what_is_open_and_says_which() -> None:
    filled = with_message({}, SAID, "E-1")
    assert Journey({**drafted({"danger": SHORT["danger"]}), **filled}).facts()["channel"] == "email"
    assert filled_by_message(filled) == {"words": {"description", "happened_on"}, "way": {"channel"}}


@given(
    description=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20),
    day=st.sampled_from(["", " ", "3"]),
    channel=st.sampled_from(["", "phone", "email"]),
)
def test_nothing_that_was_answered_is_ever_changed(description: str, day: str, channel: str) -> None:
    there = {
        "words": {"description": [description], "happened_on-day": [day]},
        "way": {"channel": [channel]},
    }
    after = there | with_message(there, SAID, "E-1")
    for page, fields in there.items():
        for name, [value] in fields.items():
            assert not value.strip() or after[page][name] == [value]


def test_an_answer_without_a_day_gets_the_day_alone() -> None:
    filled = with_message(drafted({"words": {"description": "Mine"}}), SAID, "E-1")
    assert filled["words"]["description"] == ["Mine"]
    assert filled_by_message(filled)["words"] == {"happened_on"}


def test_a_day_to_come_is_left_out() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    filled = with_message({}, Prefill({}, {"description": "Go", "happened_on": tomorrow}), "E-1")
    assert filled == {"words": {"description": ["Go"]}, MESSAGE: {"E-1": ["words.description"]}}


def test_a_message_that_says_nothing_adds_nothing() -> None:
    assert with_message({}, Prefill({}, {"description": " ", "happened_on": None}), "E-1") == {}


# In the journey --------------------------------------------------------------------------------------------------


def test_the_words_page_offers_it_before_anything_is_typed(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft(BEFORE)
    address = reverse("evidence-add", args=[draft.pk])
    assertContains(reader.get(reverse("report-step", args=[draft.pk, "words"])), address)
    evidence = add(draft)
    assertContains(reader.get(address), reverse("report-use-message", args=[draft.pk, evidence.reference]))


def test_its_pages_are_passed_over_and_the_check_says_where_they_are_from(
    reader: Client, make_draft: MakeDraft
) -> None:
    draft = make_draft(BEFORE)
    response = use(reader, add(draft))
    resumed = reader.get(response["Location"])
    assertRedirects(resumed, reverse("report-step", args=[draft.pk, "before"]))
    for key, answers in LEFT.items():
        response = reader.post(reverse("report-step", args=[draft.pk, key]), answers)
    check = reverse("report-check", args=[draft.pk])
    assertRedirects(response, check)
    page = reader.get(check)
    assertContains(page, WORDS)
    assertContains(page, "From the message you added", count=3)
    reader.post(check)
    incident = Incident.objects.get()
    assert (incident.channel, incident.place, incident.happened_on) == ("email", "remote", date(2026, 11, 20))
    assert WORDS in incident.description


def test_what_was_typed_stays_as_it_is(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft(SHORT | {"way": {"channel": "phone"}})
    use(reader, add(draft))
    facts, told = Journey(now(draft).answers).facts(), Journey(now(draft).answers).told()
    assert (facts["channel"], told["description"]) == ("phone", SHORT["words"]["description"])
    assert told["happened_on"] == date(2026, 11, 20)


def test_what_the_reporter_changes_is_theirs(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft(BEFORE | LEFT)
    use(reader, add(draft))
    words = reverse("report-step", args=[draft.pk, "words"])
    assertContains(reader.get(words), "We took this from the message you added")
    reader.post(words + "?change=1", {"description": "It is from my neighbour."})
    page = reader.get(reverse("report-check", args=[draft.pk]))
    assertContains(page, "It is from my neighbour.")
    assertContains(page, "From the message you added", count=1)
    assertNotContains(page, WORDS)


def test_used_twice_it_says_that_there_is_nothing_new(reader: Client, make_draft: MakeDraft) -> None:
    evidence = add(make_draft(BEFORE))
    use(reader, evidence)
    assertContains(reader.get(use(reader, evidence)["Location"]), "There is nothing in this message")
    assertNotContains(reader.get(reverse("evidence-add", args=[evidence.draft_id])), "Use what this message says")


def test_a_second_message_changes_nothing_of_the_first(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft(BEFORE)
    use(reader, add(draft))
    first = now(draft).answers
    use(reader, add(draft, content=MESSAGES["plain"].content.replace(WORDS.encode(), b"Something else")))
    assert now(draft).answers == first


def test_removing_the_file_takes_away_what_it_alone_said(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft(BEFORE)
    evidence = add(draft)
    use(reader, evidence)
    remove_evidence(by=draft.reporter, evidence=evidence)
    assert now(draft).answers == drafted(BEFORE)


def test_removing_the_file_leaves_what_was_answered_by_hand(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft(BEFORE)
    evidence = add(draft)
    use(reader, evidence)
    save_answers(by=draft.reporter, draft=draft, step="words", answers={"description": ["Mine"]})
    remove_evidence(by=draft.reporter, evidence=evidence)
    assert now(draft).answers == drafted(BEFORE) | {"words": {"description": ["Mine"]}}


def test_after_an_alarm_it_works_all_the_same(reader: Client, make_draft: MakeDraft) -> None:
    draft = make_draft({})
    reader.post(reverse("report-step", args=[draft.pk, "danger"]), {"happening_now": "yes"})
    evidence = add(now(draft))
    assert evidence.incident
    reader.post(reverse("report-use-message", args=[draft.pk, evidence.reference]))
    assert now(draft).answers["way"] == {"channel": ["email"]}


@pytest.mark.parametrize("name", MESSAGES)
def test_no_message_stands_in_the_way(reader: Client, make_draft: MakeDraft, name: str) -> None:
    """Whatever is in it, its words can be used, the draft goes on, and its check can be read and sent."""
    draft = make_draft(SHORT)
    evidence = add(draft)
    key = store.put(MESSAGES[name].content)  # some of them are too strange to be taken as messages
    Evidence.objects.update(key=key)
    Draft.objects.update(answers={key: value for key, value in draft.answers.items() if key not in ("words", "way")})
    assert use(reader, evidence).status_code == 302
    check = reverse("report-check", args=[draft.pk])
    if "words" not in now(draft).answers:
        reader.post(reverse("report-step", args=[draft.pk, "words"]), SHORT["words"])
    assert reader.get(check).status_code == 200
    assert reader.post(check).status_code == 302
    assert Incident.objects.get().channel == "email"


def test_a_message_that_cannot_be_opened_says_so(reader: Client, make_draft: MakeDraft) -> None:
    evidence = add(make_draft(BEFORE))
    store.delete(evidence.key)
    assertContains(reader.get(use(reader, evidence)["Location"]), "We cannot read this message just now.")


def test_only_ones_own_messages_are_read_and_none_that_may_do_harm(
    reader: Client, make_draft: MakeDraft, officer: User
) -> None:
    evidence = add(make_draft(BEFORE))
    other = Client()
    other.force_login(officer)
    assert use(other, evidence).status_code == 404
    Evidence.objects.update(state=Evidence.State.INFECTED)
    assert use(reader, evidence).status_code == 404
    Evidence.objects.update(state=Evidence.State.CLEAN, kind="application/pdf")
    assert use(reader, evidence).status_code == 404
    assert reader.get(reverse("report-use-message", args=[evidence.draft_id, evidence.reference])).status_code == 302
