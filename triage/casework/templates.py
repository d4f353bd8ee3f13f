"""A kind of task, when a case brings it, and those that come with the project."""

import functools
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from councilsafe.duty.calendar import Clock
from incidents.facts import FACTS
from triage.process import Tier

SHIPPED = Path(__file__).parent / "shipped.toml"


class TemplateError(ValueError):
    """A kind of task that is not as it must be. Says which, and what."""


class Who(StrEnum):
    """Whom a task is for."""

    OWNER = "owner"
    MANAGER = "manager"
    MONITORING = "monitoring"
    SAFETY = "safety"

    @property
    def label(self) -> str:
        return WHO[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        return [(one.value, one.label) for one in cls]


WHO = {
    Who.OWNER: "The owner of the case",
    Who.MANAGER: "A manager",
    Who.MONITORING: "The monitoring officer",
    Who.SAFETY: "Health and safety",
}


@dataclass(frozen=True, slots=True)
class Template:
    """Asked for from a tier on. Where it names conduct or routes, one of them has to be there as well."""

    key: str
    title: str
    least_tier: Tier
    conduct: frozenset[str]
    routes: frozenset[str]
    clock: Clock
    who: Who

    def is_asked_for(self, tier: int, conduct: Collection[str], routes: Collection[str]) -> bool:
        if tier < self.least_tier:
            return False
        anything = not self.conduct and not self.routes
        return anything or not self.conduct.isdisjoint(conduct) or not self.routes.isdisjoint(routes)


def asked_for(
    templates: Iterable[Template], *, tier: int, conduct: Collection[str], routes: Collection[str]
) -> list[Template]:
    return [one for one in templates if one.is_asked_for(tier, conduct, routes)]


@functools.cache
def shipped() -> Mapping[str, Template]:
    """By their keys, in the order of the file."""
    found = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["tasks"]
    return {row["key"]: read(row) for row in found}


def read(row: Mapping[str, Any]) -> Template:
    """Raises TemplateError for what the vocabulary does not have."""
    conduct = frozenset(row.get("conduct", ()))
    if unknown := conduct - FACTS["conduct"].values.keys():
        raise TemplateError(f"Task {row['key']!r} names conduct that there is not: {', '.join(sorted(unknown))}.")
    return Template(
        key=row["key"],
        title=row["title"],
        least_tier=Tier[row["least_tier"].upper()],
        conduct=conduct,
        routes=frozenset(row.get("routes", ())),
        clock=Clock(**row["within"]),
        who=Who(row["who"]),
    )
