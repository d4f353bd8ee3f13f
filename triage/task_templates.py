"""The kinds of task as they stand: those that are shipped, with the council's changes, and those it has added."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from councilsafe.duty.calendar import Clock
from incidents.facts import FACTS
from triage.casework import Template, shipped
from triage.models import UNITS, TaskTemplate
from triage.processes import in_force
from triage.queue import TIERS

ANY = "Any case"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of task. `row` is the council's newest word about it, where there is one."""

    template: Template
    row: TaskTemplate | None

    @property
    def key(self) -> str:
        return self.template.key

    @property
    def seen(self) -> int | None:
        """Which word about it stands on a page that shows it."""
        return self.row.pk if self.row else None

    @property
    def is_on(self) -> bool:
        return self.row is None or self.row.is_on

    @property
    def is_shipped(self) -> bool:
        return self.key in shipped()


def kinds() -> list[Kind]:
    """In one query: the shipped ones in their order, then those that the council added."""
    rows = {row.key: row for row in TaskTemplate.objects.filter(replaced_at__isnull=True).order_by("title", "id")}
    found = [kind_of(template, rows.pop(key, None)) for key, template in shipped().items()]
    return [*found, *(Kind(row.as_template, row) for row in rows.values())]


def kind_of(template: Template, row: TaskTemplate | None) -> Kind:
    return Kind(row.as_template if row else template, row)


def in_use() -> list[Template]:
    return [one.template for one in kinds() if one.is_on]


def history_of(key: str) -> QuerySet[TaskTemplate]:
    return TaskTemplate.objects.filter(key=key).select_related("made_by").order_by("-made_at", "-id")


def fields_of(kind: Kind) -> dict[str, Any]:
    template = kind.template
    return {
        "title": template.title,
        "least_tier": template.least_tier.value,
        "conduct": sorted(template.conduct),
        "routes": sorted(template.routes),
        "amount": template.clock.amount,
        "unit": template.clock.unit.value,
        "who": template.who.value,
    }


# In words ----------------------------------------------------------------------------------------------------------


def routes() -> dict[str, str]:
    """What the process in force may say besides the tier: name and sentence."""
    return {one.name: one.sentence for one in in_force().routes}


def about(template: Template) -> list[dict[str, str]]:
    """Rows of a summary list."""
    return [
        {"key": "What is to be done", "value": template.title},
        {"key": "From which tier", "value": TIERS[template.least_tier.key]},
        {"key": "Only where", "value": only_where(template)},
        {"key": "Time for it", "value": in_words(template.clock)},
        {"key": "For whom", "value": template.who.label},
    ]


def in_short(template: Template) -> dict[str, str]:
    return {"from_tier": TIERS[template.least_tier.key], "within": f"Within {in_words(template.clock)}"}


def only_where(template: Template) -> str:
    values, sentences = FACTS["conduct"].values, routes()
    found = [values[one] for one in values if one in template.conduct]
    found += [sentences.get(one, one) for one in sorted(template.routes)]
    return "\n".join(found) or ANY


def in_words(clock: Clock) -> str:
    return f"{clock.amount} {UNITS[clock.unit.value]}" if clock.amount != 1 else one_of(clock)


def one_of(clock: Clock) -> str:
    unit, *rest = UNITS[clock.unit.value].split(", ")
    return ", ".join([f"1 {unit.removesuffix('s')}", *rest])
