"""The report as data: which pages there are, when each is asked, and what the answers of a draft come to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.datastructures import MultiValueDict

from incidents.facts import FACTS, Facts
from incidents.forms import around, grave, happened, harmed, people, trust
from incidents.forms.base import NOT_GIVEN, UNKNOWN, Posted, Row, StepForm
from incidents.from_message import MAIN, filled_by_message
from incidents.models import Incident
from incidents.trust import Trust

Said = dict[str, Any]
"""Everything answered on the pages before, by the name of its field. The names differ from page to page."""

Applies = Callable[[Said], bool]
Answers = Mapping[str, Posted]
"""What a draft keeps: for each step's key, its form's answers as they were sent."""


BEGUN = "begun"  # among what was said: the keys of all pages that a draft holds anything for


def always(said: Said) -> bool:
    return True


def did(*conduct: str) -> Applies:
    return lambda said: not set(conduct).isdisjoint(said.get("conduct", ()))


def chose(name: str, *values: str) -> Applies:
    return lambda said: said.get(name) in values


def begun(key: str) -> Applies:
    """For ways into the report that are chosen before its first question."""
    return lambda said: key in said[BEGUN]


def either(*conditions: Applies) -> Applies:
    return lambda said: any(condition(said) for condition in conditions)


def both(*conditions: Applies) -> Applies:
    return lambda said: all(condition(said) for condition in conditions)


def aimed_at_others(said: Said) -> bool:
    return not {"family", "colleague", "staff", "public"}.isdisjoint(said.get("targets", ()))


def consents_for_themselves(said: Said) -> bool:
    """A councillor with an account says alone who else may know, also where somebody else reports for them (P29)."""
    return said.get("person", harmed.NOT_LISTED) == harmed.NOT_LISTED


LIGHT = {
    *("criticism", "satire", "casework", "insult", "false_allegation"),
    *("unwanted_contact", "vexatious_contact", "other"),
}
NEARBY = ("following_or_loitering", "intrusion")
ON_THE_SPOT = (*NEARBY, "aggression", "property_damage", "symbolic_item", "hazardous_item", "physical_attack")
SPREAD = ("threat", "hate_expression", "address_published", "intimate_image", "manipulated_media")
NAMED_PERSON = ("known_resident", "councillor", "officer", "other")

FOR_SOMEBODY_ELSE = begun("whom")
AGAIN = begun("again")
THREATENED = chose("threat", "direct", "conditional", "veiled", UNKNOWN)
REPEATED = chose("repeat", "before")
SERIOUS = did(*(one for one in FACTS["conduct"].values if one not in LIGHT))
GOES_ON = either(SERIOUS, REPEATED)
MANY = either(chose("source", "group"), both(chose("channel", "social_media"), REPEATED))


@dataclass(frozen=True)
class Step:
    """One page. The key stands in its address, so it tells nothing of what happened."""

    key: str
    form: type[StepForm]
    applies: Applies = always


QUESTIONS = (
    Step("danger", happened.DangerForm),
    Step("whom", harmed.WhomForm, FOR_SOMEBODY_ELSE),
    Step("person", harmed.PersonForm, both(FOR_SOMEBODY_ELSE, chose("harmed_as", "councillor"))),
    Step(
        "name",
        harmed.NameForm,
        either(chose("harmed_as", "former_member", "candidate", "family", "staff"), chose("person", harmed.NOT_LISTED)),
    ),
    Step("knows", harmed.KnowsForm, FOR_SOMEBODY_ELSE),
    Step("again", people.AgainForm, AGAIN),
    Step("kind", happened.ConductForm),
    Step("words", happened.WordsForm),
    Step("way", happened.ChannelForm),
    Step("heard", around.AudienceForm, did(*SPREAD)),
    Step("place", happened.PlaceForm, either(chose("channel", "in_person", "property", "other"), did(*ON_THE_SPOT))),
    Step("near", happened.WatchingForm, either(did(*NEARBY), chose("place", "home"))),
    Step("how", grave.ThreatForm, did("threat", "violent_imagery", "weapon_mentioned")),
    Step("what", grave.HarmForm, THREATENED),
    Step("when", grave.DueForm, THREATENED),
    Step("exact", grave.ExactForm, THREATENED),
    Step("means", grave.MeansForm, either(did("weapon_mentioned"), THREATENED)),
    Step("seen", around.JokeForm, chose("threat", "veiled", "conditional", UNKNOWN)),
    Step("touch", grave.ContactForm, did("physical_attack", "sexual_assault")),
    Step("things", grave.DamageForm, did("property_damage")),
    Step("about", grave.HateForm, did("hate_expression")),
    Step("before", people.RepeatForm),
    Step("times", people.TimesForm, REPEATED),
    Step("asked", people.AskedForm, REPEATED),
    Step("who", people.SourceForm),
    Step("many", people.SendersForm, MANY),
    Step("order", around.OrderForm, both(GOES_ON, chose("source", *NAMED_PERSON))),
    Step("aim", around.TargetsForm, SERIOUS),
    Step("others", around.VictimsForm, aimed_at_others),
    Step("more", around.SignsForm, GOES_ON),
    Step("effect", people.ImpactForm),
)
CHOICES = (
    Step("readers", trust.ReadersForm),
    Step("officer", trust.OfficerForm, chose("readers", trust.NAMED)),
    Step("sharing", trust.SharingForm, consents_for_themselves),
)
"""Not asked on the way, so that the way stays short: the check shows what they stand at, with a link to change it."""

STEPS = QUESTIONS + CHOICES
KEYS = [step.key for step in STEPS]
STANDS_AT: Answers = {"readers": {"readers": [trust.TEAM]}, "sharing": {}}
CARRIED = ("whom", "person", "name", "knows", "way", "place", "before", "times", "asked", "who")
"""Pages that are filled in from the last report, and passed over, where it happened again."""
CARRIED_QUESTIONS = tuple(step for step in QUESTIONS if step.key in CARRIED)
FROM_MESSAGE = "From the message you added"


@dataclass(frozen=True)
class Stage:
    """A step that applies to a draft, with its saved answers where there are any. Passed over when it is `known`."""

    step: Step
    number: int
    form: StepForm | None = None
    known: bool = False

    @property
    def key(self) -> str:
        return self.step.key

    @property
    def is_answered(self) -> bool:
        return self.form is not None and self.form.is_valid()


class Journey:
    """The way of one draft through the steps. Answers to steps that no longer apply are kept, and not counted."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.from_message = filled_by_message(answers)
        self.stages: list[Stage] = []
        said: Said = {BEGUN: list(answers)}
        for step in STEPS:
            if step.applies(said):
                stage = self._add(step, said)
                said |= stage.form.cleaned_data if stage.form and stage.is_answered else {}

    def _add(self, step: Step, said: Said) -> Stage:
        form = _filled_in(step, {**STANDS_AT, **self.answers})
        is_told = _as_last_time(step, said) or MAIN.get(step.key) in self.from_message.get(step.key, ())
        known = step in CHOICES or (form is not None and form.is_valid() and is_told)
        stage = Stage(step, len(self.asked) + 1, form, known)
        self.stages.append(stage)
        return stage

    @property
    def asked(self) -> list[Stage]:
        return [stage for stage in self.stages if not stage.known]

    def stage(self, key: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.key == key), None)

    def before(self, key: str) -> Stage | None:
        """The page that is asked before this one."""
        return next((stage for stage in reversed(self.asked) if KEYS.index(stage.key) < KEYS.index(key)), None)

    def after(self, key: str) -> Stage | None:
        return next((stage for stage in self.asked if KEYS.index(stage.key) > KEYS.index(key)), None)

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
        """What is no fact, by the incident's columns."""
        return self._told(QUESTIONS)

    def trust(self) -> Trust:
        sharing = self.stage("sharing") if "sharing" in self.answers else None
        consents = sharing.form.consents() if sharing and isinstance(sharing.form, trust.SharingForm) else {}
        return Trust(confidence=self._told(CHOICES), consents=consents)

    def _told(self, of: tuple[Step, ...]) -> dict[str, Any]:
        forms = [form for stage, form in self.answered if stage.step in of]
        return {name: value for form in forms for name, value in form.told().items()}

    def rows(self, change_url: Callable[[str], str] = lambda key: "", *, of: tuple[Step, ...] = STEPS) -> list[Row]:
        """Every answer in words; `change_url` gives the address at which a step's answer can be changed."""
        answered = [(stage.key, form) for stage, form in self.answered if stage.step in of]
        return [
            replace(row, change_url=change_url(key), note=self._note(key, row))
            for key, form in answered
            for row in form.rows()
        ]

    def _note(self, key: str, row: Row) -> str:
        return FROM_MESSAGE if row.name in self.from_message.get(key, ()) else ""


def _as_last_time(step: Step, said: Said) -> bool:
    return AGAIN(said) and step.key in CARRIED and step.key not in said.get("different", ())


def _filled_in(step: Step, answers: Answers) -> StepForm | None:
    return step.form(MultiValueDict(answers[step.key])) if step.key in answers else None


def rows_of(incident: Incident) -> list[Row]:
    """What its reporter answered; the description alone where it did not come through this form."""
    draft = getattr(incident, "draft", None)
    rows = Journey(draft.answers).rows(of=QUESTIONS) if draft else []
    return rows or [Row("What happened", incident.description or NOT_GIVEN)]
