"""The vocabulary of facts: what can be known about an incident, in what values, and which of them are worse.

Pure data without Django, because the threat process is scored with it. `None` is *not known*, everywhere, and is never
taken for no. Values are listed from the mildest to the gravest where `ordered` says so.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Kind(Enum):
    CHOICE = "one of the values"
    SEVERAL = "any number of the values"
    TRUTH = "true or false"
    NUMBER = "a whole number"


class Worse(Enum):
    """Which way a fact gets graver. The rules' monotony is defined, checked and tested by this."""

    UP = "later in the list, more, or true"
    DOWN = "fewer or sooner"
    CALMING = "true makes it less grave"
    NEITHER = "no value is graver than another"


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    label: str
    kind: Kind
    worse: Worse
    values: Mapping[str, str]
    least: int = 0

    @property
    def order(self) -> tuple[str, ...]:
        return tuple(self.values)


def _choice(name: str, label: str, worse: Worse, **values: str) -> Fact:
    return Fact(name, label, Kind.CHOICE, worse, values)


def _several(name: str, label: str, worse: Worse = Worse.UP, **values: str) -> Fact:
    return Fact(name, label, Kind.SEVERAL, worse, values)


def _truth(name: str, label: str, worse: Worse = Worse.UP) -> Fact:
    return Fact(name, label, Kind.TRUTH, worse, {})


def _number(name: str, label: str, worse: Worse, least: int = 0) -> Fact:
    return Fact(name, label, Kind.NUMBER, worse, {}, least)


_ALL = (
    _choice(
        "channel",
        "How it reached them",
        Worse.NEITHER,
        in_person="In person",
        phone="Telephone call",
        email="Email",
        quarantined_email="Email held in quarantine",
        letter_or_parcel="Letter or parcel",
        social_media="Social media",
        online_meeting="Online meeting",
        council_meeting="Council meeting",
        print="Leaflet, poster or newspaper",
        property="Something done to property",
        other="Another way",
    ),
    _choice(
        "audience",
        "Who it was said to",
        Worse.NEITHER,
        to_councillor="The councillor directly",
        to_others="Other people, about the councillor",
        public="Everybody, in public",
    ),
    _several(
        "conduct",
        "What was done",
        criticism="Criticism of how the job is done",
        satire="Satire or mockery in a cartoon or joke",
        casework="Contact about a service or a case",
        insult="Insults or name-calling",
        false_allegation="False claims",
        vexatious_contact="Contact without end or purpose",
        unwanted_contact="Unwanted contact",
        bullying="Bullying",
        aggression="Shouting or aggression",
        violent_imagery="Violent words or pictures",
        threat="A threat",
        following_or_loitering="Following, or waiting near home or work",
        intrusion="Coming in where they should not",
        address_published="A home address made public",
        sexual_harassment="Sexual comments or harassment",
        intimate_image="An intimate image shared or threatened",
        manipulated_media="A faked picture, recording or account",
        hate_expression="Hate about who somebody is",
        property_damage="Damage to property",
        symbolic_item="Something left or sent to frighten",
        hazardous_item="Something dangerous left or sent",
        weapon_mentioned="A weapon, shown or talked about",
        physical_attack="Hitting, pushing, spitting or other attack",
        sexual_assault="Sexual touching or assault",
        self_harm_by_sender="The sender may harm themselves",
        other="Something else",
    ),
    _choice(
        "threat",
        "How it was threatened",
        Worse.UP,
        none="No threat",
        veiled="Hinted at",
        conditional="Threatened if something is or is not done",
        direct="Threatened outright",
    ),
    _choice(
        "threatened_harm",
        "What was threatened",
        Worse.UP,
        none="No harm",
        property="Damage to property",
        financial_ruin="Financial ruin",
        assault="Hurting somebody",
        sexual_violence="Sexual violence",
        death_or_serious_harm="Killing or serious harm",
    ),
    _choice(
        "specificity",
        "How much of who, where, when and how was said",
        Worse.UP,
        none="Nothing",
        some="Some of it",
        full="Nearly all of it",
    ),
    _choice(
        "means",
        "A weapon or other means",
        Worse.UP,
        none="None",
        mentioned="Talked about",
        shown="Shown",
        used="Used",
    ),
    _choice(
        "place",
        "Where it happened",
        Worse.UP,
        remote="Not in person",
        public_place="A public place",
        workplace="A place of council work",
        home="At or near home",
    ),
    _truth("happening_now", "Happening now"),
    _number("due_within_hours", "Hours until what was threatened is due", Worse.DOWN),
    _choice(
        "physical_contact",
        "Physical contact",
        Worse.UP,
        none="None",
        contact="Touched, pushed, spat at or struck",
        injury="Injured",
    ),
    _choice("property_damage", "Damage", Worse.UP, none="None", minor="Minor", serious="Serious"),
    _several(
        "targets",
        "Who it was aimed at",
        councillor="The councillor",
        family="Their family",
        colleague="A fellow councillor",
        staff="Council staff",
        council="The council as a whole",
        public="Members of the public",
        sender="The sender themselves",
    ),
    _choice(
        "source",
        "Who did it",
        Worse.NEITHER,
        known_resident="Somebody whose name is known",
        stranger="A stranger",
        anonymous="Anonymous",
        group="A group of people",
        councillor="Another councillor",
        officer="A council officer",
        other="Somebody else",
    ),
    _number("occasions", "How many times, this one included", Worse.UP, least=1),
    _number("period_days", "Days from the first time to the last", Worse.DOWN),
    _number("distinct_sources", "How many different people did it", Worse.UP, least=1),
    _number("distinct_victims", "How many different people it was done to", Worse.UP, least=1),
    _choice(
        "asked_to_stop",
        "Whether they were asked to stop",
        Worse.UP,
        no="No",
        by_councillor="By the councillor",
        in_writing_by_council="In writing, by the council",
    ),
    _truth("escalating", "Getting worse or more frequent"),
    _truth("fixation", "Signs of an obsession with the councillor"),
    _truth("surveillance", "Signs of watching, photographing or tracking"),
    _truth("address_exposed", "The home address is known to them or to the public"),
    _truth("call_to_action", "Others are urged to act or to come"),
    _truth("read_as_joke", "Taken as a joke by those who saw it", Worse.CALMING),
    _truth("source_vulnerable", "Signs that the person behind it is unwell or vulnerable"),
    _truth("on_register", "The person is on the register"),
    _truth("clarified", "An officer has recorded that the words meant something harmless", Worse.CALMING),
    _several(
        "hate_strands",
        "Hostility because of",
        race="Race",
        religion="Religion",
        disability="Disability",
        sexual_orientation="Sexual orientation",
        transgender="Transgender identity",
        sex_or_gender="Sex or gender",
        age="Age",
        other="Something else about them",
    ),
    _choice(
        "court_order",
        "A court order against them in force",
        Worse.UP,
        none="None",
        civil_order="A civil order",
        criminal_order="A criminal order",
    ),
    _truth("because_of_role", "Because of being a councillor or candidate"),
    _choice(
        "impact",
        "How it has affected them",
        Worse.UP,
        none="Not at all",
        annoyed="Annoyed",
        distressed="Upset or distressed",
        changed_routine="Changed what they do",
        frightened="Frightened",
        injured="Injured",
    ),
    _truth("already_with_police", "The police already know"),
)

FACTS: Mapping[str, Fact] = {fact.name: fact for fact in _ALL}

Facts = dict[str, Any]
"""Fact name to value. Absent and `None` both mean not known."""


class FactError(ValueError):
    """A fact that is not in the vocabulary, or has a value that is not. Says which, and what would be."""


def _wrong(fact: Fact, value: object) -> FactError:
    allowed = ", ".join(fact.values) or fact.kind.value + (f", {fact.least} or more" if fact.least else "")
    return FactError(f"{fact.name}: {value!r} is not allowed. Allowed: {allowed}")


def check_value(fact: Fact, value: object) -> Any:
    """The value in its canonical form (several: in the vocabulary's order, each once), or FactError."""
    if value is None:
        return None
    if fact.kind is Kind.SEVERAL:
        return _several_values(fact, value)
    if fact.kind is Kind.NUMBER:
        return _whole(fact, value)
    allowed = fact.values if fact.kind is Kind.CHOICE else (True, False)
    if not isinstance(value, str | bool) or value not in allowed:
        raise _wrong(fact, value)
    return value


def _whole(fact: Fact, value: object) -> int:
    """Half hours and half days are rounded down: too soon is safe. Of what is counted there are no halves."""
    countable = int if fact.worse is Worse.UP else int | float
    if not isinstance(value, countable) or isinstance(value, bool) or not fact.least <= value < math.inf:
        raise _wrong(fact, value)
    return int(value)


def _several_values(fact: Fact, value: object) -> list[str]:
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        raise _wrong(fact, value)
    chosen = list(value)
    for one in chosen:
        if not isinstance(one, str) or one not in fact.values:
            raise _wrong(fact, one)
    return [one for one in fact.values if one in chosen]


def check(facts: Mapping[str, object]) -> Facts:
    """Facts that are known, checked and canonical. Raises FactError for the first wrong name or value."""
    for name in facts:
        if name not in FACTS:
            raise FactError(f"{name} is not a fact. Facts: {', '.join(FACTS)}")
    checked = {name: check_value(FACTS[name], value) for name, value in facts.items()}
    return {name: value for name, value in checked.items() if value is not None}


def describe(fact: Fact, value: object) -> str:
    """The value in words for a page: 'Not known', 'Yes', '4', 'Insults or name-calling; A threat'."""
    if value is None:
        return "Not known"
    if fact.kind is Kind.TRUTH:
        return "Yes" if value else "No"
    if fact.kind is Kind.SEVERAL and isinstance(value, list | tuple):
        return "; ".join(fact.values[one] for one in value) or "None"
    return fact.values.get(str(value), str(value))
