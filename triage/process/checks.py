"""Whether a version keeps the rules of docs/threat-process.md: pure, and for every process that anybody may write.

That a graver fact never leads to a milder tier needs no trying out. Every condition stays true when its fact gets worse
(`conditions` can write no other); so gates and points do; points are never less than nothing and only the highest of a
group counts, so the sum only rises; the thresholds rise with the tiers; and what gets worse can only end a lift, never
begin one. What is left to check is here: what happens when something unknown is learned, what must lead where, and what
must not. `implies` is the argument for all facts at once.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from incidents.facts import FACTS, Fact, Kind, Worse
from triage.process import musts
from triage.process.clock_checks import clock_problems
from triage.process.conditions import AllOf, AnyOf, Condition, read, read_all
from triage.process.implies import all_could, all_imply, any_implies, ensured, highest_of_each_group, implies
from triage.process.problems import Problem, tier_words
from triage.process.rules import Gate, Point, Process, ProcessError, Route, Tier, read_process
from triage.process.shipped import load

__all__ = ["Problem", "problems"]

Check = Callable[[Process], Iterable[Problem]]
CALMER_IF_KNOWN = "happening_now"
MOST_RULES = 200
MOST_CONDITIONS = 4_000


def problems(data: object) -> list[Problem]:
    """All that keeps this data from being a version; empty for one that keeps the rules. Never raises."""
    try:
        process = read_process(data)
    except ProcessError as error:
        return [Problem("form", "", f"{error}.")]
    if too_long(process):
        return [Problem("form", "", f"It has more than {MOST_RULES} rules of a kind, or {MOST_CONDITIONS} conditions.")]
    return [problem for check in CHECKS for problem in check(process)]


def too_long(process: Process) -> bool:
    """Nobody could read it, and nobody should wait while it is checked."""
    total = sum(len(group) for rule in (*counting(process), *process.routes) for group in rule.when)
    return total > MOST_CONDITIONS or max(map(len, (process.gates, process.points, process.routes))) > MOST_RULES


def must_be_gates(process: Process) -> Iterator[Problem]:
    for gate, says in required_gates():
        if ensured(process, gate.when, may_be_lifted=gate.liftable) < gate.tier:
            yield Problem(
                gate.name,
                f"gates-{gate.name}",
                f"“{gate.sentence}” has to lead at least to “{tier_words(gate.tier)}”. The rule: {says}.",
            )


def keep_a_floor(process: Process) -> Iterator[Problem]:
    """What version 1 sends to the police, and need not be a gate for them, is at least for the council to answer."""
    for gate in load(musts.FIRST_VERSION).gates:
        optional = gate.tier >= Tier.POLICE and gate.name not in musts.MUST_BE_GATES
        if optional and ensured(process, gate.when, may_be_lifted=gate.liftable) < Tier.COUNCIL:
            yield Problem(
                gate.name,
                f"gates-{gate.name}",
                f"“{gate.sentence}” would have no floor left: without this gate nothing leads from it at least to "
                f"“{tier_words(Tier.COUNCIL)}”. Keep it, or what else covers it.",
            )


def musts_hold(process: Process) -> Iterator[Problem]:
    for must in musts.MUSTS:
        if ensured(process, read_must(must)) < must.tier:
            yield Problem(must.name, must.section, f"{must.says}. With these rules it is not.")


def stays_at_log(process: Process) -> Iterator[Problem]:
    for name, (says, possible) in musts.STAYS_AT_LOG.items():
        for gate in process.gates:
            if gate.tier > Tier.LOG and all_could(gate.when, possible):
                yield Problem(name, f"gates-{gate.name}", f"{says}. The gate “{gate.sentence}” would raise it.")
        total = highest_of_each_group(point for point in process.points if all_could(point.when, possible))
        if total >= dict(process.thresholds)[Tier.COUNCIL]:
            yield Problem(name, "points-threshold_council", f"{says}. With these points it would reach the council.")


def groups_rise(process: Process) -> Iterator[Problem]:
    for graver in process.points:
        for milder in process.points:
            if milder.group == graver.group and milder.points > graver.points and all_imply(graver.when, milder.when):
                yield Problem(
                    "graver_never_less",
                    f"points-{graver.name}",
                    f"“{graver.sentence}” has to give at least as many points as the milder “{milder.sentence}”, "
                    f"which gives {milder.points}.",
                )


def points_stay_small(process: Process) -> Iterator[Problem]:
    police = dict(process.thresholds)[Tier.POLICE]
    for point in process.points:
        if point.points >= police:
            yield Problem(
                "points_are_small",
                f"points-{point.name}",
                f"“{point.sentence}” would reach the police alone. Points are for what is small alone: fewer than "
                f"{police}.",
            )
    if (most := highest_of_each_group(process.points)) < police:
        yield Problem(
            "points_reach",
            "points-threshold_police",
            f"All points together are {most}, so nothing could ever add up to {police}.",
        )


def learning_never_lowers(process: Process) -> Iterator[Problem]:
    """Where it counts that a fact is not known, every adverse value of it has to count in the same place."""
    for rule in counting(process):
        for group in rule.when:
            for asked in group:
                if asked.operator == "unknown" and not learned_still_holds(rule, asked, group):
                    yield Problem(
                        "learning_never_lowers",
                        place_of(rule),
                        f"“{rule.sentence}” holds while “{FACTS[asked.fact].label}” is not known. It has to hold as "
                        "well when that turns out badly.",
                    )


def learned_still_holds(rule: Gate | Point, asked: Condition, group: AnyOf) -> bool:
    fact = FACTS[asked.fact]
    if fact.worse in {Worse.NEITHER, Worse.CALMING}:
        return True
    bad = least_adverse(fact)
    if asked.fact == "conduct" and any(is_just(one, CALMER_IF_KNOWN) for one in rule.when):
        bad = (["aggression", "threat"],)  # while it happens now it may turn out to be words alone
    return all(any(one.holds({fact.name: value}) for one in group) for value in bad)


def is_just(group: AnyOf, fact: str) -> bool:
    return all(condition == Condition(fact, "true") for condition in group)


def least_adverse(fact: Fact) -> tuple[object, ...]:
    """The mildest of what it could be bad to learn. Where fewer is graver nothing is the mildest."""
    match fact.kind:
        case Kind.SEVERAL:
            return tuple([value] for value in fact.order if fact.name != "conduct" or value in musts.UNWELCOME)
        case Kind.TRUTH:
            return (True,)
        case Kind.CHOICE:
            return (fact.order[1],)
        case Kind.NUMBER:
            return (10**9,) if fact.worse is Worse.DOWN else (fact.least + 1,)


def facts_that_never_count(process: Process) -> Iterator[Problem]:
    for rule in counting(process):
        for condition in conditions(rule.when):
            if says := why_it_never_counts(condition):
                yield Problem("never_counted", place_of(rule), f"“{rule.sentence}” asks for it. The rule: {says}.")


def why_it_never_counts(condition: Condition) -> str | None:
    by_itself = musts.NEVER_COUNTED.get(condition.fact)
    return by_itself or (musts.NEVER_UNKNOWN.get(condition.fact) if condition.operator == "unknown" else None)


def lift_is_narrow(process: Process) -> Iterator[Problem]:
    lift = process.lift
    for name in musts.NOTHING_KNOWN_OF:
        if lift.only_if.get(name) != FACTS[name].order[0]:
            yield Problem("lift", "lift", f"Nothing is lifted unless “{FACTS[name].label}” is known to be nothing.")
    for text in musts.SUPPORTS:
        support = read(text, {})
        if not any(implies(support, one) for one in lift.unless):
            yield Problem(
                "lift", "lift", f"Nothing is lifted where “{FACTS[support.fact].label}” supports it ({text})."
            )
    for one in lift.unless:
        unknown = one.operator == "unknown" and one.fact != "threat"
        if unknown or one.fact in musts.NEVER_COUNTED or FACTS[one.fact].worse is Worse.CALMING:
            yield Problem(
                "lift", "lift", f"“{FACTS[one.fact].label}” may not decide in this way whether a gate is lifted."
            )


def hints_alone_are_lifted(process: Process) -> Iterator[Problem]:
    for gate in process.gates:
        if gate.liftable and (gate.tier > Tier.POLICE or not is_about_words(gate.when)):
            yield Problem(
                "lift",
                f"gates-{gate.name}",
                f"“{gate.sentence}” may not be lifted: a joke or a finding lifts hints, conditions and "
                "violent words alone.",
            )


def is_about_words(when: AllOf) -> bool:
    said = tuple(read(one, {}) for one in ("conduct has threat, violent_imagery", "threat >= veiled", "threat unknown"))
    harm = (read("threatened_harm >= property", {}),)
    return any(any_implies(group, (*said, *harm)) for group in when)


def speaks_of_signs(process: Process) -> Iterator[Problem]:
    rules: list[Gate | Point | Route] = [*counting(process), *process.routes]
    for rule in rules:
        if found := [word for word in musts.FINDINGS if word in rule.sentence.lower()]:
            yield Problem(
                "signs_alone", place_of(rule), f"“{rule.sentence}” finds ({found[0]}). It may speak of signs alone."
            )
    for route in process.routes:
        if "register" in route.name:
            yield Problem(
                "no_register", "routes", f"{route.name}: the process never proposes anybody for the register."
            )


def routes_that_must_be(process: Process) -> Iterator[Problem]:
    internal = read_all(["source in councillor, officer"], {})
    monitoring = [route for route in process.routes if route.name == "monitoring_officer"]
    if not any(
        route.at_least is Tier.LOG and all_imply(internal, route.when) and all_imply(route.when, internal)
        for route in monitoring
    ):
        yield Problem(
            "monitoring_officer",
            "routes",
            "Conduct between members, and nothing else, goes to the monitoring officer: the route monitoring_officer.",
        )
    unwell = read_all(["source_vulnerable"], {})
    if not any(
        route.name == "safeguarding" and route.at_least is Tier.LOG and all_imply(unwell, route.when)
        for route in process.routes
    ):
        yield Problem("safeguarding", "routes", "Somebody unwell leads to safeguarding: the route safeguarding.")


def clocks_are_quick(process: Process) -> Iterator[Problem]:
    return clock_problems(process.clocks)


CHECKS: tuple[Check, ...] = (
    must_be_gates,
    keep_a_floor,
    musts_hold,
    stays_at_log,
    groups_rise,
    points_stay_small,
    learning_never_lowers,
    facts_that_never_count,
    lift_is_narrow,
    hints_alone_are_lifted,
    speaks_of_signs,
    routes_that_must_be,
    clocks_are_quick,
)


def place_of(rule: object) -> str:
    if isinstance(rule, Gate):
        return f"gates-{rule.name}"
    return f"points-{rule.name}" if isinstance(rule, Point) else "routes"


def counting(process: Process) -> list[Gate | Point]:
    return [*process.gates, *process.points]


def conditions(when: AllOf) -> Iterator[Condition]:
    return (condition for group in when for condition in group)


@cache
def required_gates() -> tuple[tuple[Gate, str], ...]:
    gates = {gate.name: gate for gate in load(musts.FIRST_VERSION).gates}
    return tuple((gates[name], says) for name, says in musts.MUST_BE_GATES.items())


@cache
def read_must(must: musts.Must) -> AllOf:
    return read_all(list(must.when), {})
