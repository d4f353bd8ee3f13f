"""Search in the queue: by reference, by words in what was told, and by names and whatever else people are known by.

What is found is only ever what the reader may see. Whoever is looked for by a person's identifier finds them by what
is known from cases that they may open, and by nothing else.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import BooleanField, F, Func, Q
from django.db.models.functions import Left
from django.db.models.sql.compiler import SQLCompiler

from councilsafe.accounts.models import User
from incidents.models import Incident, Involvement
from incidents.people.normalise import fold
from incidents.people.reading import found as people_found

FEW = 2_000
"""So many are looked up by their keys. More are so common that going through the queue soon fills a page."""

CONFIGURATION = "councilsafe"
REFERENCE = re.compile(r"cs-[2-9a-z-]{0,12}", re.IGNORECASE)
SHORTEST_NAME = 3
HIT, END = "\ue000", "\ue001"  # nobody types these; if somebody does, more is marked, and no more happens
LONGEST = 20_000


class Words(Func):
    """The column of words beside the description, which no model has."""

    def as_sql(self, compiler: SQLCompiler, *args: Any, **kwargs: Any) -> tuple[str, tuple[str | int, ...]]:
        description = self.get_source_expressions()[0]
        return f"{compiler.quote_name_unless_alias(description.alias)}.words", ()


class Holds(Func):
    """Words @@ query."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


@dataclass(frozen=True, slots=True)
class Clues:
    """What a text may mean. `users` and `people` are the keys of those whom it may name."""

    text: str
    reference: str
    name: str
    users: Collection[int]
    people: Collection[int]


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of what was told. `is_hit`: it is what was looked for."""

    text: str
    is_hit: bool


def found_by(text: str, reader: User) -> Q:
    """For cases. Each way of finding has its index; together they would have none, so they are asked apart."""
    clues = clues_in(text, reader)
    apart = [
        Incident.objects.team(reader).filter(way).order_by().values("pk")[: FEW + 1] for way in ways(clues, reader)
    ]
    keys = {one["pk"] for one in apart[0].union(*apart[1:], all=True)}
    if len(keys) <= FEW:
        return Q(incident__in=keys)
    return reduce(or_, ways(clues, reader, "incident__"))


def clues_in(text: str, reader: User) -> Clues:
    if REFERENCE.fullmatch(text):
        return Clues("", text.upper(), "", (), ())
    name = fold(text) if len(fold(text)) >= SHORTEST_NAME else ""
    users = User.objects.filter(name__trigram_word_similar=name).values_list("pk", flat=True) if name else ()
    people = people_found(reader, text) if name else ()
    return Clues(text, "", name, list(users), people)


def ways(clues: Clues, reader: User, prefix: str = "") -> list[Q]:
    """`prefix` leads from the queried model to the incident."""
    if clues.reference:
        return [Q(**{f"{prefix}reference__startswith": clues.reference})]
    found = [Q(holds(clues.text, prefix))]
    if clues.name:
        found.append(Q(**{f"{prefix}harmed_name__trigram_word_similar": clues.name}))
    if clues.users:
        found += [Q(**{f"{prefix}councillor__in": clues.users}), Q(**{f"{prefix}reporter__in": clues.users})]
    if clues.people:
        behind = Involvement.objects.visible_to(reader).standing().filter(person__in=clues.people)
        found.append(Q(**{f"{prefix}pk__in": behind.values("incident")}))
    return found


def holds(text: str, prefix: str = "") -> Holds:
    return Holds(Words(F(f"{prefix}description")), query(text))


def query(text: str) -> SearchQuery:
    """As people write in a search box: words, "words together", or, -without. Nothing in it can be wrong."""
    return SearchQuery(text, config=CONFIGURATION, search_type="websearch")


def extracts(incidents: Iterable[int], text: str) -> dict[int, Sequence[Piece]]:
    """By incident: where the words stand. Nothing for those that were found by something else."""
    told = Left("description", LONGEST)
    extract = SearchHeadline(
        told,
        query(text),
        config=CONFIGURATION,
        start_sel=HIT,
        stop_sel=END,
        max_words=18,
        min_words=8,
        max_fragments=2,
        fragment_delimiter=" … ",
    )
    rows = Incident.objects.filter(holds(text), pk__in=list(incidents)).annotate(extract=extract)
    return {pk: pieces(words) for pk, words in rows.values_list("pk", "extract")}


def pieces(marked: str) -> list[Piece]:
    """The first is never a hit, the next is, and so on."""
    before, *hits = marked.split(HIT)
    found = [Piece(before, is_hit=False)]
    for one in hits:
        hit, _, after = one.partition(END)
        found += [Piece(hit, is_hit=True), Piece(after.replace(END, ""), is_hit=False)]
    return [one for one in found if one.text]
