"""Words that the council adds: two people, how common they are, never deleted, and they count from then on."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from tests.factories import LOG, IncidentFactory, UserFactory, report
from triage.actions import reassess
from triage.actions.reading import decide_words, propose_words, retire_words
from triage.models import WordEntry
from triage.process import Tier
from triage.words import masked, seen_before, warnings_about

ACTIVE, REFUSED = WordEntry.State.ACTIVE, WordEntry.State.REFUSED
WORDS = reverse("words")

pytestmark = pytest.mark.django_db


@pytest.fixture
def mona(olive: User) -> User:
    return UserFactory(roles=[Role.MONITORING], name="Mona Monitoring")


def proposed(by: User, words: str = "old mill pond", sign: str = "address") -> WordEntry:
    return propose_words(by=by, sign=sign, words=words, reason="They meet there.")


def agreed(by: User, second: User, words: str = "old mill pond", sign: str = "address") -> WordEntry:
    return decide_words(by=second, entry=proposed(by, words, sign), decision=ACTIVE, reason="I know the place.")


def page(user: User, address: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(address)


# Two people -------------------------------------------------------------------------------------------------------


def test_they_count_once_a_second_person_has_agreed(mona: User, olive: User, councillor: User) -> None:
    entry = proposed(mona)
    text = "He wrote: OLD Mill-Pond. He has a shotgun."
    assert report(councillor, {"description": text}, **LOG).tier == Tier.LOG
    decide_words(by=olive, entry=entry, decision=ACTIVE, reason="I know the place.")
    assert report(councillor, {"description": text}, **LOG).tier == Tier.COUNCIL


def test_nobody_decides_about_their_own(mona: User) -> None:
    with pytest.raises(ActionDenied, match="A second person"):
        decide_words(by=mona, entry=proposed(mona), decision=ACTIVE, reason="Mine")


def test_the_database_wants_a_second_person_too(mona: User, olive: User) -> None:
    entry = agreed(mona, olive)
    with pytest.raises(IntegrityError), transaction.atomic():
        WordEntry.objects.filter(pk=entry.pk).update(decided_by=mona)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COUNCILLOR, Role.ADMIN, Role.POLICE])
def test_only_managers_and_the_monitoring_officer_propose(role: Role) -> None:
    with pytest.raises(ActionDenied):
        proposed(UserFactory(roles=[role]))


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.ADMIN, Role.POLICE])
def test_only_who_works_on_cases_decides(mona: User, role: Role) -> None:
    with pytest.raises(ActionDenied):
        decide_words(by=UserFactory(roles=[role]), entry=proposed(mona), decision=ACTIVE, reason="Yes")


def test_it_is_decided_once(mona: User, olive: User) -> None:
    entry = agreed(mona, olive)
    with pytest.raises(ActionDenied, match="decided already"):
        decide_words(by=olive, entry=entry, decision=REFUSED, reason="No")


def test_the_same_words_are_not_proposed_twice(mona: User, olive: User) -> None:
    agreed(mona, olive)
    with pytest.raises(ActionDenied, match="already"):
        proposed(mona, "Old  MILL-pond!")
    assert proposed(mona, sign="time_and_place").state == WordEntry.State.PROPOSED


def test_what_was_refused_may_be_proposed_again(mona: User, olive: User) -> None:
    decide_words(by=olive, entry=proposed(mona), decision=REFUSED, reason="Too common")
    assert proposed(mona).state == WordEntry.State.PROPOSED


# No longer --------------------------------------------------------------------------------------------------------


def test_they_are_no_longer_looked_for_and_stay_with_their_history(mona: User, olive: User, councillor: User) -> None:
    entry = agreed(mona, olive)
    case = report(councillor, {"description": "They wait at the old mill pond."}, **LOG)
    assert [one["key"] for one in case.assessment.prompts] == ["address"]
    retire_words(by=mona, entry=entry, reason="The pond is gone.")
    case.assessment.refresh_from_db()
    assert [one["key"] for one in case.assessment.prompts] == ["address"]  # what was scored stands
    assert reassess(by=olive, incident=case.incident, reason="Again").assessment.prompts == []
    assert list(
        AuditEvent.objects.filter(object_ref=entry.reference).order_by("id").values_list("verb", flat=True)
    ) == [
        "words proposed",
        "words agreed",
        "words retired",
    ]


def test_the_database_deletes_none(mona: User) -> None:
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        proposed(mona).delete()


def test_only_what_is_looked_for_is_retired(mona: User) -> None:
    with pytest.raises(ActionDenied, match="not looked for"):
        retire_words(by=mona, entry=proposed(mona), reason="No")


# How common -------------------------------------------------------------------------------------------------------


def test_common_words_are_warned_about_with_their_number(mona: User) -> None:
    for number in range(10):
        IncidentFactory(description="He was rude at the surgery." if number < 3 else "He was rude.")
    entry = proposed(mona, "the surgery")
    assert (entry.seen_in, entry.sample) == (3, 10)
    [warning] = warnings_about(entry)
    assert "3 of the last 10 reports" in warning


def test_reports_kept_for_few_are_not_looked_at(mona: User) -> None:
    IncidentFactory(description="The surgery", restricted=True)
    assert seen_before("the surgery") == (0, 0)


def test_a_very_short_word_is_warned_about(mona: User) -> None:
    assert ["very short" in one for one in warnings_about(proposed(mona, "bob"))] == [True]
    assert warnings_about(proposed(mona, "bob smith")) == []


# Pages ------------------------------------------------------------------------------------------------------------


def test_proposing_deciding_and_retiring_on_the_pages(mona: User, olive: User) -> None:
    first, second = Client(), Client()
    first.force_login(mona)
    second.force_login(olive)
    told = {"sign": "address", "words": "old mill pond", "reason": "They meet there."}
    response = first.post(reverse("word-add"), told)
    entry = WordEntry.objects.get()
    assertRedirects(response, entry.get_absolute_url())
    assertNotContains(first.get(entry.get_absolute_url()), "Decide about these words")
    assertContains(second.get(entry.get_absolute_url()), "Decide about these words")
    second.post(reverse("word-decide", args=[entry.reference]), {"decision": "active", "reason": "I know it."})
    assertContains(second.get(WORDS), "old mill pond")
    assertContains(second.get(entry.get_absolute_url()), "I know it.")
    first.post(reverse("word-retire", args=[entry.reference]), {"reason": "The pond is gone."})
    entry.refresh_from_db()
    assert entry.state == WordEntry.State.RETIRED


@pytest.mark.parametrize("words", ["", "!!!", "🔪", "a" * 61, "a\x00b"])
def test_words_need_letters(mona: User, words: str) -> None:
    client = Client()
    client.force_login(mona)
    response = client.post(reverse("word-add"), {"sign": "weapon", "words": words, "reason": "Why"})
    assert response.status_code in (200, 400)
    assert not WordEntry.objects.exists()


def test_words_of_contempt_are_masked_on_the_pages(mona: User) -> None:
    entry = proposed(mona, "pondskater", sign="slur")
    for address in (WORDS, entry.get_absolute_url()):
        assertNotContains(page(mona, address), "pondskater")
        assertContains(page(mona, address), "p••••••••r")


@pytest.mark.parametrize(("words", "shown"), [("ab", "ab"), ("abc", "a•c"), ("a bcd", "a b•d")])
def test_masking_keeps_the_ends(words: str, shown: str) -> None:
    assert masked(words) == shown


def test_hostile_words_are_words_on_the_page(mona: User) -> None:
    proposed(mona, "<script>alert</script>")
    assertNotContains(page(mona, WORDS), "<script>alert")
    assertContains(page(mona, WORDS), "&lt;script&gt;alert")


def test_the_list_costs_as_much_however_long_it_is(
    mona: User, olive: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = Client()
    client.force_login(olive)
    for rows in (10, 1_000):
        WordEntry.objects.bulk_create(
            WordEntry(
                sign="weapon",
                words=f"w{rows}x{n}",
                compared=f"w{rows}x{n}",
                reason="R",
                seen_in=0,
                sample=0,
                proposed_by=mona,
            )
            for n in range(rows)
        )
        with django_assert_num_queries(3):
            client.get(WORDS)
