"""Nobody's group or champion learns anything without their word, and loses it with their word (P29)."""

import pytest

from councilsafe.access import Role
from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from incidents.actions.consent import set_consent
from incidents.models import Conflict, Consent, Incident
from incidents.support.sharing import shared_with
from tests.factories import CouncillorFactory, IncidentFactory, UserFactory

pytestmark = pytest.mark.django_db
Purpose = Consent.Purpose


@pytest.fixture
def lead(db: None) -> User:
    return CouncillorFactory(roles=[Role.COUNCILLOR, Role.GROUP_LEAD], councillor__group="Lantern Group")


def say(incident: Incident, purpose: str, *, given: bool) -> Consent:
    return set_consent(by=incident.reporter, incident=incident, purpose=purpose, given=given)


def test_answers_are_added_and_never_changed(incident: Incident) -> None:
    for given in (True, True, False, True):
        say(incident, Purpose.POLICE, given=given)
    assert [one.given for one in incident.consents.newest_first()] == [True, False, True]
    verbs = AuditEvent.objects.filter(object_ref=incident.reference).order_by("id").values_list("verb", "detail")
    assert list(verbs) == [
        ("sharing agreed", "the police"),
        ("sharing refused", "the police"),
        ("sharing agreed", "the police"),
    ]


@pytest.mark.parametrize(("given", "words"), [(None, "Not asked"), (True, "Agreed"), (False, "Not agreed")])
def test_what_was_said_about_the_police(incident: Incident, given: bool | None, words: str) -> None:
    if given is not None:
        say(incident, Purpose.POLICE, given=given)
    assert incident.consents.police_in_words() == words


def test_only_the_person_it_was_done_to_decides(champion: User, monitoring: User) -> None:
    incident = IncidentFactory(reporter=CouncillorFactory(), councillor=CouncillorFactory())
    for other in (incident.reporter, champion, monitoring):
        with pytest.raises(ActionDenied):
            set_consent(by=other, incident=incident, purpose=Purpose.CHAMPION, given=True)
    set_consent(by=incident.councillor, incident=incident, purpose=Purpose.CHAMPION, given=True)


def test_the_reporter_decides_where_the_other_has_no_account() -> None:
    incident = IncidentFactory(reporter=CouncillorFactory(), councillor=None, harmed_name="Ada Hollis")
    say(incident, Purpose.CHAMPION, given=True)


def test_a_purpose_that_there_is_not_is_refused(incident: Incident) -> None:
    with pytest.raises(ValueError, match="press"):
        say(incident, "press", given=True)


# Who then sees what ----------------------------------------------------------------------------------------------


def test_without_a_word_nobody_sees_anything(incident: Incident, champion: User, lead: User) -> None:
    say(incident, Purpose.POLICE, given=True)
    assert [list(shared_with(user)) for user in (champion, lead)] == [[], []]


def test_the_champion_sees_what_is_shared_and_for_as_long(incident: Incident, champion: User, lead: User) -> None:
    say(incident, Purpose.CHAMPION, given=True)
    assert [list(shared_with(user)) for user in (champion, lead)] == [[incident], []]
    say(incident, Purpose.CHAMPION, given=False)
    assert not shared_with(champion).exists()
    say(incident, Purpose.CHAMPION, given=True)
    assert shared_with(champion).get() == incident


def test_a_lead_sees_what_their_own_group_shared(incident: Incident, champion: User, lead: User) -> None:
    say(incident, Purpose.GROUP, given=True)
    of_another_group = CouncillorFactory(roles=[Role.GROUP_LEAD], councillor__group="Harvest Group")
    assert [list(shared_with(user)) for user in (lead, of_another_group, champion)] == [[incident], [], []]


def test_independents_are_no_group() -> None:
    incident = IncidentFactory()
    say(incident, Purpose.GROUP, given=True)
    assert not shared_with(CouncillorFactory(roles=[Role.GROUP_LEAD])).exists()
    assert not shared_with(UserFactory(roles=[Role.GROUP_LEAD])).exists()


def test_other_roles_have_nothing_shared_with_them(incident: Incident, monitoring: User, manager: User) -> None:
    for purpose in Purpose:
        say(incident, purpose, given=True)
    assert not any(shared_with(user).exists() for user in (monitoring, manager, incident.reporter))


@pytest.mark.parametrize("change", [{"restricted": True}, {"withdrawn_reason": "x"}])
def test_what_is_confidential_or_withdrawn_is_not_shared(
    incident: Incident, champion: User, change: dict[str, object]
) -> None:
    say(incident, Purpose.CHAMPION, given=True)
    if "withdrawn_reason" in change:
        change = {**change, "withdrawn_at": incident.reported_at}
    Incident.objects.filter(pk=incident.pk).update(**change)
    assert not shared_with(champion).exists()


def test_a_conflict_of_interest_is_stronger(incident: Incident, champion: User) -> None:
    say(incident, Purpose.CHAMPION, given=True)
    Conflict.objects.create(incident=incident, user=champion, reason="It was her brother.")
    assert not shared_with(champion).exists()
