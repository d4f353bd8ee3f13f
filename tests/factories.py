"""One factory a model, and reports made the way people make them: through the real actions."""

from datetime import timedelta
from typing import Any

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from councilsafe.access import Role
from councilsafe.accounts.models import CouncillorDetails, User
from incidents.actions import raise_alarm, start_draft, submit_report
from incidents.models import Incident
from triage.models import Assessment, Case, Override
from triage.process import Tier

PASSWORD = "a long enough password"
HASHED = make_password(PASSWORD)  # once: hashing is slow on purpose

# Facts that the current threat process puts at each tier; tests/unit/triage/test_factories.py holds them to it.
LOG = {"conduct": ["criticism"], "channel": "email", "source": "known_resident", "threat": "none", "impact": "none"}
COUNCIL = {
    **LOG,
    "conduct": ["insult", "vexatious_contact"],
    "occasions": 40,
    "period_days": 20,
    "impact": "distressed",
}
POLICE = {
    "conduct": ["following_or_loitering"],
    "channel": "in_person",
    "place": "home",
    "surveillance": True,
    "occasions": 4,
    "period_days": 12,
    "source": "stranger",
    "impact": "frightened",
}


class UserFactory(DjangoModelFactory):
    """`UserFactory(roles=[Role.OFFICER])`. Without roles: somebody who may do nothing."""

    class Meta:
        model = User

    name = factory.Sequence(lambda number: f"Person {number}")
    email = factory.Sequence(lambda number: f"person{number}@example.org")
    password = HASHED
    roles = factory.LazyFunction(list)


class CouncillorFactory(UserFactory):
    class Meta:
        skip_postgeneration_save = True

    roles = factory.LazyFunction(lambda: [Role.COUNCILLOR])
    councillor = factory.RelatedFactory("tests.factories.CouncillorDetailsFactory", factory_related_name="user")


class CouncillorDetailsFactory(DjangoModelFactory):
    class Meta:
        model = CouncillorDetails

    user = factory.SubFactory(UserFactory, roles=[Role.COUNCILLOR])
    ward = "Millbrook"
    group = ""


class IncidentFactory(DjangoModelFactory):
    class Meta:
        model = Incident

    reporter = factory.SubFactory(CouncillorFactory)
    councillor = factory.SelfAttribute("reporter")
    reported_at = factory.LazyFunction(timezone.now)
    description = "Somebody wrote something."


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = Assessment

    incident = factory.SubFactory(IncidentFactory)
    process_version = "1"
    process_digest = "0" * 64
    tier = Tier.LOG.value
    points = 0
    facts = factory.LazyFunction(dict)
    gates = factory.LazyFunction(list)
    counted = factory.LazyFunction(list)
    routes = factory.LazyFunction(list)
    lifted = factory.LazyFunction(list)
    questions = factory.LazyFunction(list)


class CaseFactory(DjangoModelFactory):
    """A case as it stands, without how it came there. New, at `log`, and due in an hour."""

    class Meta:
        model = Case

    incident = factory.SubFactory(IncidentFactory)
    assessment = factory.SubFactory(AssessmentFactory, incident=factory.SelfAttribute("..incident"))
    tier = factory.SelfAttribute("assessment.tier")
    owner = factory.SubFactory(UserFactory, roles=[Role.OFFICER])
    reported_at = factory.SelfAttribute("incident.reported_at")
    acknowledge_due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=1))
    due_at = factory.SelfAttribute("acknowledge_due_at")
    queue_at = factory.SelfAttribute("due_at")
    update_due_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


class OverrideFactory(DjangoModelFactory):
    """Waits for a second officer."""

    class Meta:
        model = Override

    case = factory.SubFactory(CaseFactory, tier=Tier.POLICE.value)
    from_tier = factory.SelfAttribute("case.tier")
    to_tier = Tier.COUNCIL.value
    reason = "It was somebody else."
    proposed_by = factory.SelfAttribute("case.owner")
    needs_second = True


def many_cases(number: int, *, by: User, owner: User) -> list[Case]:
    """Enough rows to see whether a page slows down, in three statements."""
    incidents = Incident.objects.bulk_create(IncidentFactory.build_batch(number, reporter=by))
    assessments = Assessment.objects.bulk_create(AssessmentFactory.build(incident=one) for one in incidents)
    return Case.objects.bulk_create(
        CaseFactory.build(incident=assessment.incident, assessment=assessment, owner=owner)
        for assessment in assessments
    )


def officer(**fields: Any) -> User:
    return UserFactory(roles=[Role.OFFICER], **fields)


def report(by: User, told: dict[str, Any] | None = None, **facts: Any) -> Case:
    """Submit a report and give back its case. `told` is what is not a fact, as the description."""
    draft = start_draft(by=by)
    return submit_report(by=by, draft=draft, facts=facts, told=told or {}).case


def alarm(by: User) -> Case:
    return raise_alarm(by=by, draft=start_draft(by=by)).case
