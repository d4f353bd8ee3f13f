"""A rule's sentence, and the numbers that may stand in it: "It has happened {occasions} times."

The name of a fact that is a number, in braces, and nothing else. A sentence may come from anybody, and Python's own
format language would let it reach into the program or fill the memory.
"""

import re

from incidents.facts import FACTS, Facts, Kind, describe
from triage.process.shape import ProcessError, Row, text

NUMBERS = tuple(name for name, fact in FACTS.items() if fact.kind is Kind.NUMBER)
PLACE = re.compile(r"\{(" + "|".join(NUMBERS) + r")\}")


def sentence(row: Row) -> str:
    """The sentence of a rule, checked. Raises ProcessError for braces with anything else in them."""
    template = text(row, "sentence")
    if not {"{", "}"}.isdisjoint(PLACE.sub("", template)):
        raise ProcessError(f"sentence: only the name of a number may stand in braces: {', '.join(NUMBERS)}")
    return template


def filled(template: str, facts: Facts) -> str:
    """The sentence with what is known of its numbers."""
    return PLACE.sub(lambda found: describe(FACTS[found[1]], facts.get(found[1])).lower(), template)
