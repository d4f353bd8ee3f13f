"""The report as data: which pages there are, when each is asked, and what the answers of a draft come to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.datastructures import MultiValueDict

from incidents.facts import Facts
from incidents.forms import grave, happened, people
from incidents.forms.base import NOT_GIVEN, Posted, Row, StepForm
from incidents.models import Incident

Said = dict[str, Any]
"""Everything answered on the pages before, by the name of its field. The names differ from page to page."""

Applies = Callable[[Said], bool]
Answers = Mapping[str, Posted]
"""What a draft keeps: for each step's key, its form's answers as they were sent."""


def always(said: Said) -> bool:
    return True


def did(*conduct: str) -> Applies:
    return lambda said: not set(conduct).isdisjoint(said.get("conduct", ()))


def chose(name: str, *values: str) -> Applies:
    return lambda answers: answers.get(name) in values


def either(*conditions: Applies) -> Applies:
    return lambda answers: any(condition(answers) for condition in conditions)


THREATENED = chose("threat", "direct", "conditional", "veiled", "not-sure")
REPEATED = chose("repeat", "before")
NEARBY = ("following_or_loitering", "intrusion")
ON_THE_SPOT = (*NEARBY, "aggression", "property_damage", "symbolic_item", "hazardous_item", "physical_attack")


@dataclass(frozen=True)
class Step:
    """One page. The key stands in its address, so it tells nothing of what happened."""

    key: str
    form: type[StepForm]
    applies: Applies = always


STEPS = (
    Step("danger", happened.DangerForm),
    Step("kind", happened.ConductForm),
    Step("words", happened.WordsForm),
    Step("way", happened.ChannelForm),
    Step("place", happened.PlaceForm, either(chose("channel", "in_person", "property", "other"), did(*ON_THE_SPOT))),
    Step("near", happened.WatchingForm, either(did(*NEARBY), chose("place", "home"))),
    Step("how", grave.ThreatForm, did("threat", "violent_imagery", "weapon_mentioned")),
    Step("what", grave.HarmForm, THREATENED),
    Step("when", grave.DueForm, THREATENED),
    Step("means", grave.MeansForm, did("weapon_mentioned")),
    Step("touch", grave.ContactForm, did("physical_attack", "sexual_assault")),
    Step("things", grave.DamageForm, did("property_damage")),
    Step("about", grave.HateForm, did("hate_expression")),
    Step("before", people.RepeatForm),
    Step("times", people.TimesForm, REPEATED),
    Step("asked", people.AskedForm, REPEATED),
    Step("who", people.SourceForm),
    Step("many", people.SendersForm, either(chose("channel", "social_media"), chose("source", "group"))),
    Step("effect", people.ImpactForm),
)
KEYS = [step.key for step in STEPS]


@dataclass(frozen=True)
class Stage:
    """A step that applies to a draft, with its saved answers where there are any."""

    step: Step
    number: int
    form: StepForm | None = None

    @property
    def key(self) -> str:
        return self.step.key

    @property
    def is_answered(self) -> bool:
        return self.form is not None and self.form.is_valid()


class Journey:
    """The way of one draft through the steps. Answers to steps that no longer apply are kept, and not counted."""

    def __init__(self, answers: Answers) -> None:
        self.stages: list[Stage] = []
        known: Said = {}
        for step in STEPS:
            if step.applies(known):
                stage = Stage(step, len(self.stages) + 1, _filled_in(step, answers))
                self.stages.append(stage)
                known |= stage.form.cleaned_data if stage.form and stage.is_answered else {}

    def stage(self, key: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.key == key), None)

    def before(self, stage: Stage) -> Stage | None:
        return self.stages[stage.number - 2] if stage.number > 1 else None

    def after(self, stage: Stage) -> Stage | None:
        return self.stages[stage.number] if stage.number < len(self.stages) else None

    @property
    def first_open(self) -> Stage | None:
        """The first page that still needs an answer before the report can be sent."""
        return next((stage for stage in self.stages if not stage.is_answered), None)

    @property
    def answered(self) -> list[tuple[Stage, StepForm]]:
        return [(stage, stage.form) for stage in self.stages if stage.form and stage.is_answered]

    def facts(self) -> Facts:
        """Later pages know better than earlier ones."""
        facts: Facts = {}
        for _stage, form in self.answered:
            facts |= form.facts()
        return {name: value for name, value in facts.items() if value is not None}

    def told(self) -> dict[str, Any]:
        return {name: value for _stage, form in self.answered for name, value in form.told().items()}

    def rows(self, change_url: Callable[[str], str] = lambda key: "") -> list[Row]:
        """Every answer in words; `change_url` gives the address at which a step's answer can be changed."""
        return [replace(row, change_url=change_url(stage.key)) for stage, form in self.answered for row in form.rows()]


def _filled_in(step: Step, answers: Answers) -> StepForm | None:
    return step.form(MultiValueDict(answers[step.key])) if step.key in answers else None


def rows_of(incident: Incident) -> list[Row]:
    """What its reporter answered; the description alone where it did not come through this form."""
    draft = getattr(incident, "draft", None)
    rows = Journey(draft.answers).rows() if draft else []
    return rows or [Row("What happened", incident.description or NOT_GIVEN)]
