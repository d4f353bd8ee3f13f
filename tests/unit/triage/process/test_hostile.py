"""A process may come from a browser or a file, written by anybody: what is wrong is named, and nothing breaks."""

import copy
import datetime
import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.triage.process.strategies import facts, thorough
from triage.process import Process, ProcessError, Tier, questions, score
from triage.process.rules import digest_of, read_process
from triage.process.shipped import FOLDER

VERSION_1 = tomllib.loads((FOLDER / "1.toml").read_text(encoding="utf-8"))
GATE, POINT, ROUTE = ("gates", 0), ("points", 0), ("routes", 0)
GONE = object()


def changed(path, value):
    """Version 1 with another value at one place, or without what stands there."""
    data = copy.deepcopy(VERSION_1)
    *above, last = path
    place = data
    for step in above:
        place = place[step]
    if value is GONE:
        del place[last]
    else:
        place[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        # What is missing
        *[((key,), GONE, f"^{key} is missing") for key in VERSION_1 if key != "sets"],
        *[((*GATE, key), GONE, f"^danger_now: {key} is missing") for key in ("tier", "sentence", "when")],
        *[((*POINT, key), GONE, f"^insult: {key} is missing") for key in ("points", "sentence", "when")],
        *[((*ROUTE, key), GONE, f"^safeguarding: {key} is missing") for key in ("sentence", "when")],
        *[((*rule, "name"), GONE, f"^{rule[0]}, number 1: name is missing") for rule in (GATE, POINT, ROUTE)],
        *[(("lift", key), GONE, f"^lift: {key} is missing") for key in ("when", "only_if", "unless")],
        *[(("clocks", tier.key), GONE, f"^clocks: {tier.key} is missing") for tier in Tier],
        *[(("clocks", tier.key, "acknowledge"), GONE, f"^clocks: {tier.key}: acknowledge is missing") for tier in Tier],
        (("clocks", "police", "act"), GONE, "^clocks: police: act is missing"),
        (("clocks", "police", "act", "unit"), GONE, "^clocks: police: act: unit is missing"),
        *[(("thresholds", key), GONE, f"^thresholds: {key} is missing") for key in ("council", "police")],
        # What is unknown
        (("colour",), "red", "^'colour' is not known"),
        ((*GATE, "points"), 3, "^danger_now: 'points' is not known"),
        ((*POINT, "tier"), "police", "^insult: 'tier' is not known"),
        ((*ROUTE, "liftable"), True, "^safeguarding: 'liftable' is not known"),
        ((*GATE, 7), "seven", "^danger_now: 7 is not known"),
        (("thresholds", "emergency"), 30, "^thresholds: 'emergency' is not known"),
        (("clocks", "alarm"), {}, "^clocks: 'alarm' is not known"),
        (("clocks", "log", "closed"), {}, "^clocks: log: 'closed' is not known"),
        (
            ("clocks", "log", "acknowledge", "unit"),
            "fortnights",
            "^clocks: log: acknowledge: 'fortnights' is not a unit",
        ),
        (("ask_first", 0), "mood", "^ask_first: 'mood' is not a fact"),
        # What is of the wrong kind
        (("gates",), {}, "^gates has to be a list"),
        (("gates",), "danger_now", "^gates has to be a list"),
        (("gates", 0), ["danger_now"], "^gates, number 1: .* is given where name"),
        ((*GATE, "name"), "Danger now", "^gates, number 1: name: 'Danger now' is not a name"),
        ((*GATE, "name"), ["danger_now"], "^gates, number 1: name: .* is not a name"),
        ((*GATE, "tier"), ["police"], "^danger_now: .* is not a tier"),
        ((*GATE, "liftable"), "no", "^danger_now: liftable has to be true or false"),
        ((*GATE, "liftable"), 1, "^danger_now: liftable has to be true or false"),
        ((*GATE, "when"), "happening_now", "^danger_now: when has to be a list"),
        ((*GATE, "when"), [], "^danger_now: when has to be a list with something in it"),
        ((*GATE, "when"), [[]], "^danger_now: .* is neither a condition nor a list"),
        ((*GATE, "when"), [True], "^danger_now: True is neither a condition nor a list"),
        ((*GATE, "when"), [["surveillance", ["threat >= veiled"]]], "^danger_now: .* is not a line of text"),
        ((*GATE, "when"), ["threat >= veiled\x00"], "^danger_now: .* is not a line of text"),
        ((*GATE, "when"), ["occasions >= " + "9" * 480], "^danger_now: .* is not a value of occasions"),
        ((*POINT, "group"), None, "^insult: group: None is not a name"),
        ((*ROUTE, "at_least"), None, "^safeguarding: None is not a tier"),
        (("lift",), [], "^lift: .* is given where when, only_if, unless are needed"),
        (("lift", "when"), [], "^lift: when has to be a list with something in it"),
        (("lift", "unless"), "escalating", "^lift: unless has to be a list"),
        (("lift", "unless"), [["escalating"]], "^lift: unless: .* is not a line of text"),
        (("lift", "only_if"), ["means"], "^lift: only_if has to be a table"),
        (("lift", "only_if"), {"means": ["none"]}, "^lift: means = .* is not the mildest value"),
        (("lift", "only_if"), {"occasions": False}, "^lift: occasions = False is not the mildest value"),
        (("sets",), ["grave"], "^sets has to be a table"),
        (("sets", "grave"), "physical_attack", "^sets: grave has to be a list"),
        (("sets", "grave"), [], "^sets: grave has to be a list with something in it"),
        (("sets", "grave"), [["physical_attack"]], "^sets: grave: .* is not a line of text"),
        (("sets", "Grave!"), ["threat"], "^sets: 'Grave!' is not a name"),
        (("ask_first",), "threat", "^ask_first has to be a list"),
        (("ask_first", 1), "happening_now", "^ask_first: happening_now stands there more than once"),
        (("version",), 1, "^version: 1 is not a line of text"),
        (("version",), "1" * 21, "^version: .* is longer than 20"),
        (("title",), "half \ud800", "^title: .* is not a line of text"),
        (("title",), datetime.date(2026, 1, 1), "^title: a value of the type date"),
        (("clocks", "log"), None, "^clocks: log: None is given where acknowledge are needed"),
        (("clocks", "log", "acknowledge", "unit"), ["days"], "^clocks: log: acknowledge: .* is not a unit"),
        # Numbers
        *[
            ((*POINT, "points"), wrong, "^insult: points has to be a whole number")
            for wrong in (-1, True, 1.0, "1", None)
        ],
        *[
            (("thresholds", "council"), wrong, "^thresholds: council has to be a whole number")
            for wrong in (0, -4, True, 4.5, "4", None)
        ],
        (("thresholds", "council"), 15, "^thresholds: police needs more points than council"),
        (("thresholds", "police"), 3, "^thresholds: police needs more points than council"),
        *[
            (("clocks", "log", "acknowledge", "amount"), wrong, "^clocks: log: acknowledge: amount has to be a whole")
            for wrong in (0, -1, True, 0.5, "1", None, 10**9)
        ],
        # Two of a name
        (("gates", 1, "name"), "danger_now", "^danger_now: more than one rule has this name"),
        (("routes", 1, "name"), "safeguarding", "^safeguarding: more than one rule has this name"),
    ],
)
def test_what_is_wrong_is_named(path, value, says):
    with pytest.raises(ProcessError, match=says):
        read_process(changed(path, value))


def test_a_number_too_long_to_be_written_is_refused():
    with pytest.raises(ProcessError, match=r"^insult: points has to be a whole number"):
        read_process(changed((*POINT, "points"), 10**5000))


@pytest.mark.parametrize(
    "sentence",
    [
        "{mood} is bad.",
        "{conduct.__class__}",
        "{occasions.__class__.__mro__}",
        "{occasions!r} times.",
        "{occasions:>999999999} times.",
        "{occasions:{occasions}} times.",
        "{occ{occasions}asions} times.",
        "{conduct} was done.",
        "{0} times.",
        "{} times.",
        "{{occasions}} times.",
        "{ occasions } times.",
        "A { brace.",
        "A } brace.",
        "Two lines.\nOf text.",
        "",
        "   ",
        "Much. " * 100,
        None,
        ["A list."],
    ],
)
@pytest.mark.parametrize("rule", [GATE, POINT, ROUTE], ids=["gate", "point", "route"])
def test_a_sentence_says_words_and_numbers_and_nothing_else(rule, sentence):
    name = VERSION_1[rule[0]][0]["name"]
    with pytest.raises(ProcessError, match=f"^{name}: sentence"):
        read_process(changed((*rule, "sentence"), sentence))


@pytest.mark.parametrize("data", [None, [], "version = 1", 3, [VERSION_1], {}, {None: None}], ids=range(7))
def test_what_is_no_process_at_all_is_refused(data):
    with pytest.raises(ProcessError):
        read_process(data)


# Any change whatever ---------------------------------------------------------------------------------------------


def places(data, path=()):
    """Every place in the data, with what stands there."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in inside:
        yield (*path, step)
        yield from places(value, (*path, step))


PLACES = list(places(VERSION_1))
TRICKS = st.sampled_from(
    ["{conduct.__class__}", "{0}", "{", "}", "@grave", "@", "not escalating", "clarified", "²", "\x00"]
)
SMALL = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | TRICKS | st.dates()
JUNK = st.recursive(
    SMALL, lambda one: st.lists(one, max_size=3) | st.dictionaries(SMALL, one, max_size=3), max_leaves=5
)


def at(data, path):
    for step in path:
        data = data[step]
    return data


@st.composite
def mutated(draw):
    """Version 1 after one to three changes: taken out, put in twice, swapped, renamed, cut, or made into anything."""
    data = copy.deepcopy(VERSION_1)
    for _ in range(draw(st.integers(1, 3))):
        mutate(draw, data, draw(st.sampled_from(list(places(data)))))
    return data


def mutate(draw, data, path):
    *above, last = path
    place = at(data, above)
    value = place[last]
    match draw(st.sampled_from(["junk", "drop", "more", "swap", "rename", "cut"])):
        case "junk":
            place[last] = draw(JUNK)
        case "drop":
            del place[last]
        case "more" if isinstance(place, list):
            place.append(copy.deepcopy(value))
        case "more":
            place[draw(SMALL)] = draw(JUNK)
        case "swap":
            place[last] = copy.deepcopy(at(VERSION_1, draw(st.sampled_from(PLACES))))
        case "rename" if isinstance(place, dict):
            place[draw(st.sampled_from(list(VERSION_1["gates"][0])) | SMALL)] = place.pop(last)
        case "cut" if isinstance(value, str):
            here = draw(st.integers(0, len(value)))
            place[last] = value[:here] + draw(TRICKS | st.just("")) + value[here + 1 :]


@thorough
@given(data=mutated(), known=facts())
def test_a_changed_process_is_read_or_refused_and_what_is_read_can_score(data, known):
    before = copy.deepcopy(data)
    try:
        process = read_process(data)
    except ProcessError as refused:
        str(refused).encode()  # a page or a terminal can show it
        return
    assert isinstance(process, Process)
    assert process.digest == digest_of(json.loads(json.dumps(before)))
    result = score(process, known)
    assert result.tier in Tier
    assert all("{" not in reason.sentence for reason in (*result.reasons, *result.routes))
    assert all(asked.tier > result.tier for asked in questions(process, known))


@thorough
@given(data=JUNK)
def test_anything_at_all_is_refused(data):
    with pytest.raises(ProcessError):
        read_process(data)
