"""Rows that go in by COPY are the same as those that Django puts in."""

from datetime import UTC, date, datetime

import pytest
from django.forms.models import model_to_dict

from councilsafe.audit.models import AuditEvent
from incidents.models import Incident
from tests.factories import AssessmentFactory, UserFactory
from triage.demo.copy import copy_in
from triage.models import Assessment

MOMENT = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
AWKWARD = 'a "quoted", {braced}, back\\slashed \\N line\nand another\tone, with é, 漢 and 💥'

pytestmark = pytest.mark.django_db


def told(**columns: object) -> Incident:
    reporter = UserFactory()
    return Incident(reporter=reporter, councillor=reporter, reported_at=MOMENT, **columns)


def test_every_column_comes_back_as_it_was() -> None:
    rows = [
        told(
            description=AWKWARD,
            happened_on=date(2026, 10, 25),
            conduct=["insult", "threat"],
            hate_strands=[],
            surveillance=False,
            happening_now=True,
            occasions=3,
        ),
        told(description="", conduct=None, surveillance=None),
    ]
    copy_in(rows)
    for row in rows:
        assert model_to_dict(Incident.objects.get(pk=row.pk)) == model_to_dict(row)


def test_structured_columns_keep_null_and_text_apart() -> None:
    made = AssessmentFactory()
    again = Assessment(**{field.attname: getattr(made, field.attname) for field in Assessment._meta.local_fields[1:]})
    again.facts = {"conduct": ["insult"], "occasions": 2, "surveillance": None}
    again.gates = [{"rule": "x", "sentence": AWKWARD.replace("\x00", "")}]
    copy_in([again])
    kept = Assessment.objects.get(pk=again.pk)
    assert (kept.facts, kept.gates, kept.made_at) == (again.facts, again.gates, made.made_at)


def test_keys_are_given_and_not_given_again() -> None:
    lines = [
        AuditEvent(at=MOMENT, actor="councilsafe", verb="tried", object_type="x", object_ref=str(n)) for n in range(5)
    ]
    copy_in(lines)
    later = AuditEvent.objects.create(actor="councilsafe", verb="tried", object_type="x", object_ref="5")
    assert len({line.pk for line in lines} | {later.pk}) == 6
