"""The pages of profiles and plans: what they cost with few rows and with many, and who is said to read what."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councilsafe.access import PERMISSIONS, Permission, Role
from councilsafe.accounts.models import User
from riskassess.actions import do_review, interests, profiles
from riskassess.actions import mitigations as actions
from riskassess.models import Band, Cause, Mitigation, ReviewCause, RiskProfile, RiskReview, SensitiveInterest
from riskassess.profiles.kinds import KINDS
from tests.factories import COUNCIL, report

MakePerson = Callable[..., User]
MakeReview = Callable[..., RiskReview]
READERS = {Role.OFFICER, Role.MANAGER, Role.MONITORING, Role.SAFETY}


def cost(client: Client, reader: User, path: str) -> int:
    client.force_login(reader)
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        assert client.get(path).status_code == 200
    return len(found)


def reviewed(councillor: User, by: User, make_review: MakeReview, band: str) -> RiskProfile:
    do_review(by=by, review=make_review(councillor, timezone.localdate()), band=band, reasons="A")
    return RiskProfile.objects.get(councillor=councillor)


def apply(councillor: User, number: int) -> SensitiveInterest:
    said = {"kind": "land", "which": f"House {number}", "why": "He comes", "signed_name": "Ada"}
    return interests.apply(by=councillor, **said)


def much_happens(profile: RiskProfile, by: User, make_review: MakeReview) -> None:
    """Every kind in some state, five checks of an alarm, twenty reports, and as many causes of a review."""
    for kind in KINDS:
        actions.offer(by=by, profile=profile, kind=kind)
    for number, one in enumerate(profile.mitigations.exclude(kind__in=("alarm", "section_32", "training"))):
        if number % 3:
            actions.accept(by=profile.councillor, mitigation=one)
        if number % 3 == 2:
            actions.put_in_place(by=by, mitigation=one, on=timezone.localdate(), check_on=None)
    checked(profile, by)
    for _ in range(20):
        report(profile.councillor, **COUNCIL)
    review = RiskReview.objects.open().get(profile=profile)
    ReviewCause.objects.bulk_create(
        ReviewCause(review=review, cause=Cause.TENSION, about_ref=f"TE-{number}") for number in range(20)
    )


def checked(profile: RiskProfile, by: User) -> None:
    alarm, today = profile.mitigations.get(kind="alarm"), timezone.localdate()
    actions.accept(by=profile.councillor, mitigation=alarm)
    first = today - timedelta(days=9)
    actions.put_in_place(by=by, mitigation=alarm, on=first, serial="A-1", tested_on=first)
    for day in range(5):
        actions.check(by=by, mitigation=alarm, on=today - timedelta(days=5 - day), works=True)


def test_a_profile_and_a_plan_cost_the_same_however_much_is_in_them(
    client: Client, councillor: User, officer: User, make_review: MakeReview
) -> None:
    profile = reviewed(councillor, officer, make_review, Band.MEDIUM)
    make_review(councillor, timezone.localdate())
    ReviewCause.objects.create(review=RiskReview.objects.open().get(), about_ref="CS-1")
    apply(councillor, 0)
    training = profile.mitigations.get(kind="training")
    actions.accept(by=councillor, mitigation=training)
    actions.put_in_place(by=officer, mitigation=training, on=timezone.localdate())
    readers = ((officer, profile.get_absolute_url()), (councillor, reverse("my-plan")))
    few = [cost(client, reader, path) for reader, path in readers]
    much_happens(profile, officer, make_review)
    for number in range(1, 20):
        apply(councillor, number)
    assert Mitigation.objects.count() == len(KINDS)
    assert [cost(client, reader, path) for reader, path in readers] == few
    assert max(few) < 25


@pytest.mark.parametrize("band", ["", "low", "none"])
def test_the_list_costs_the_same_for_thirty(
    client: Client, make_person: MakePerson, safety: User, make_review: MakeReview, band: str
) -> None:
    path = f"{reverse('risk-profiles')}?band={band}"

    def add(number: int) -> None:
        keeper = make_person(Role.SAFETY)
        for _ in range(number):
            profiles.ensure_profile(councillor=make_person(Role.COUNCILLOR))
            shown = reviewed(make_person(Role.COUNCILLOR), keeper, make_review, Band.LOW)
            profiles.record_agreement(by=shown.councillor, profile=shown, agreed="yes", own_words="")

    add(1)
    few = cost(client, safety, path)
    add(15)
    assert cost(client, safety, path) == few


@pytest.mark.parametrize("show", ["", "granted", "over"])
def test_the_list_of_interests_costs_the_same_for_thirty(
    client: Client, make_person: MakePerson, monitoring: User, show: str
) -> None:
    path = f"{reverse('risk-interests')}?show={show}"

    def add(number: int) -> SensitiveInterest:
        for one in range(number):
            made = apply(make_person(Role.COUNCILLOR), one)
            if show == "granted":
                interests.grant(by=monitoring, interest=made, reason="Yes")
            if show == "over":
                interests.refuse(by=monitoring, interest=made, reason="No")
        return made

    add(1)
    few = cost(client, monitoring, path)
    made = add(30)
    assert cost(client, monitoring, path) == few
    assert cost(client, monitoring, made.get_absolute_url()) < 15


# What stands on top ----------------------------------------------------------------------------------------------


def top(client: Client, councillor: User) -> str:
    """The plan in a few lines: what comes before its first part."""
    client.force_login(councillor)
    page = " ".join(client.get(reverse("my-plan")).content.decode().split())
    return page[page.index("app-glance") : page.index("How high we think your risk is")]


def test_a_plan_begins_with_what_is_asked_and_what_is_in_place(
    client: Client, councillor: User, safety: User, make_review: MakeReview
) -> None:
    assert "Nothing. We tell you when that changes." in top(client, councillor)
    profile = reviewed(councillor, safety, make_review, Band.HIGH)
    shown = top(client, councillor)
    assert "Say yes or no to 12 offers" in shown
    assert "Say whether you agree with this plan" in shown
    assert "Nothing yet." in shown
    for kind in ("lighting", "letter_box"):
        actions.accept(by=councillor, mitigation=profile.mitigations.get(kind=kind))
    today = timezone.localdate()
    lights = profile.mitigations.get(kind="lighting")
    actions.put_in_place(by=safety, mitigation=lights, on=today - timedelta(days=1))
    profiles.record_agreement(by=councillor, profile=profile, agreed="yes", own_words="")
    shown = top(client, councillor)
    assert "Say yes or no to 10 offers" in shown
    assert shown.index("Lights outside your home, since") < shown.index("A safer letter box, by")
    assert "Say whether you agree" not in shown
    actions.check(by=safety, mitigation=lights, on=today, works=False, note="Dark again")
    assert "<strong>It does not work</strong>" in top(client, councillor)


def test_whoever_wants_an_interest_kept_out_is_asked_which(
    client: Client, councillor: User, safety: User, make_review: MakeReview
) -> None:
    profile = reviewed(councillor, safety, make_review, Band.MEDIUM)
    actions.accept(by=councillor, mitigation=profile.mitigations.get(kind="section_32"))
    assert "Say which interest is not to be published" in top(client, councillor)
    apply(councillor, 0)
    assert "Say which interest is not to be published" not in top(client, councillor)


# Who reads it ----------------------------------------------------------------------------------------------------


def test_who_reads_a_plan_is_who_does_reviews() -> None:
    """`profiles/who_reads.html` names these. Whoever gives another role the permission has to say so there."""
    assert {role for role, may in PERMISSIONS.items() if Permission.SEE_REVIEWS in may} == READERS
    assert {role for role, may in PERMISSIONS.items() if Permission.DO_REVIEWS in may} == READERS


def test_a_councillor_is_told_who_reads_it_before_they_write(
    client: Client, councillor: User, safety: User, make_review: MakeReview
) -> None:
    shown = reviewed(councillor, safety, make_review, Band.HIGH)
    client.force_login(councillor)
    offered = shown.mitigations.get(kind="alarm")
    for path in (reverse("my-plan"), reverse("my-plan-again"), reverse("my-mitigation-decline", args=[offered])):
        page = client.get(path).content.decode()
        told = page.index("the monitoring officer, and health and safety")
        assert told < page.index("<textarea")


def test_what_they_say_is_read_by_all_of_them_and_by_nobody_else(
    client: Client, councillor: User, safety: User, make_person: MakePerson, make_review: MakeReview
) -> None:
    shown = reviewed(councillor, safety, make_review, Band.HIGH)
    profiles.record_agreement(by=councillor, profile=shown, agreed="no", own_words="My son is afraid.")
    for role in Role:
        client.force_login(make_person(role))
        page = client.get(shown.get_absolute_url())
        assert (b"My son is afraid." in page.content) == (role in READERS), role


def test_a_profile_that_was_never_set_has_nothing_to_say(client: Client, councillor: User) -> None:
    client.force_login(councillor)
    assert b"<textarea" not in client.get(reverse("my-plan")).content
