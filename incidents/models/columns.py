"""The facts as columns, and the database's own check that only values of the vocabulary stand in them."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from incidents.facts import FACTS, Facts, Kind


def choice(name: str) -> Any:
    """A column for one value of the vocabulary. NULL is *not known*, which is not the same as any empty answer."""
    return models.CharField(FACTS[name].label, max_length=30, null=True, blank=True)


def several(name: str) -> Any:
    return ArrayField(models.CharField(max_length=30), verbose_name=FACTS[name].label, null=True, blank=True)


def truth(name: str) -> Any:
    return models.BooleanField(FACTS[name].label, null=True, blank=True)


def number(name: str) -> Any:
    return models.PositiveIntegerField(FACTS[name].label, null=True, blank=True)


def known_values_only() -> list[models.BaseConstraint]:
    """The database refuses a value that is not in the vocabulary, whoever writes it."""
    lookup = {Kind.CHOICE: "in", Kind.SEVERAL: "contained_by"}
    return [
        models.CheckConstraint(
            condition=models.Q(**{f"{name}__isnull": True})
            | models.Q(**{f"{name}__{lookup[fact.kind]}": list(fact.order)}),
            name=f"incident_{name}_known",
        )
        for name, fact in FACTS.items()
        if fact.kind in lookup
    ]


class FactColumns(models.Model):
    """One column a fact, so that trends can be counted. NULL is not known."""

    channel = choice("channel")
    audience = choice("audience")
    conduct = several("conduct")
    threat = choice("threat")
    threatened_harm = choice("threatened_harm")
    specificity = choice("specificity")
    means = choice("means")
    place = choice("place")
    happening_now = truth("happening_now")
    due_within_hours = number("due_within_hours")
    physical_contact = choice("physical_contact")
    property_damage = choice("property_damage")
    targets = several("targets")
    source = choice("source")
    occasions = number("occasions")
    period_days = number("period_days")
    distinct_sources = number("distinct_sources")
    distinct_victims = number("distinct_victims")
    asked_to_stop = choice("asked_to_stop")
    escalating = truth("escalating")
    fixation = truth("fixation")
    surveillance = truth("surveillance")
    address_exposed = truth("address_exposed")
    call_to_action = truth("call_to_action")
    read_as_joke = truth("read_as_joke")
    source_vulnerable = truth("source_vulnerable")
    on_register = truth("on_register")
    clarified = truth("clarified")
    hate_strands = several("hate_strands")
    court_order = choice("court_order")
    because_of_role = truth("because_of_role")
    impact = choice("impact")
    already_with_police = truth("already_with_police")

    class Meta:
        abstract = True

    @property
    def facts(self) -> Facts:
        """The facts that are known."""
        return {name: value for name in FACTS if (value := getattr(self, name)) is not None}

    def set_facts(self, facts: Facts) -> None:
        for name, value in facts.items():
            setattr(self, name, value)
