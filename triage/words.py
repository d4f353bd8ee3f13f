"""The pages about the words that are looked for: what is shipped, what the council added, and how common a word is."""

from dataclasses import dataclass, replace
from datetime import datetime

from councilsafe.govuk.dates import day
from councilsafe.govuk.paging import Page, keyset_page
from incidents.models import Incident
from triage.models import WordEntry
from triage.reading import Reader, Weight, WordList, compared, shipped_lists

SAMPLE = 2000
COMMON = 0.02  # of the sample
SHORTEST = 4  # letters of a single word
WEIGHTS = {
    Weight.GRAVE: "raise the tier alone",
    Weight.TELLING: "raise it beside another sign",
    Weight.ASKING: "only ask",
}
MIDDLE = "•"


@dataclass(frozen=True, slots=True)
class Shipped:
    """One list of the project as the page shows it."""

    sign: WordList
    numbers: list[tuple[str, int]]


def shipped() -> list[Shipped]:
    return [Shipped(one, numbers_of(one)) for one in shipped_lists()]


def numbers_of(one: WordList) -> list[tuple[str, int]]:
    found = [(words, sum(phrase.weight is weight for phrase in one.phrases)) for weight, words in WEIGHTS.items()]
    return [(words, number) for words, number in found if number]


def sign_label(key: str) -> str:
    return next((one.label for one in shipped_lists() if one.key == key), key)


def masked(words: str) -> str:
    """With its middle letters hidden: a list of contempt is no pleasant reading."""
    return " ".join(word if len(word) < 3 else word[0] + MIDDLE * (len(word) - 2) + word[-1] for word in words.split())


def shown_words(entry: WordEntry) -> str:
    return masked(entry.words) if entry.sign == "slur" else entry.words


def words_page(cursor: str | None) -> Page[WordEntry]:
    entries = WordEntry.objects.select_related("proposed_by", "decided_by", "retired_by")
    return keyset_page(entries, field="proposed_at", descending=True, cursor=cursor)


HEAD = [{"text": text} for text in ("Words", "What they show", "State", "Proposed")]


def in_table(entry: WordEntry) -> list[dict[str, str]]:
    """A row of `components/table.html`."""
    words = {"text": shown_words(entry), "href": entry.get_absolute_url()}
    proposed = f"{day(entry.proposed_at)}, {entry.proposed_by.name}"
    return [words, *({"text": text} for text in (sign_label(entry.sign), entry.get_state_display(), proposed))]


@dataclass(frozen=True, slots=True)
class Step:
    """The names are those of `components/timeline.html`."""

    at: datetime
    title: str
    by: str
    text: str


def history_of(entry: WordEntry) -> list[Step]:
    """The newest first."""
    decided = "Agreed" if entry.state != WordEntry.State.REFUSED else "Not agreed"
    steps = [
        (entry.retired_at, "No longer looked for", entry.retired_by, entry.retired_reason),
        (entry.decided_at, decided, entry.decided_by, entry.decision_reason),
        (entry.proposed_at, "Proposed", entry.proposed_by, entry.reason),
    ]
    return [Step(at, title, by.name, why) for at, title, by, why in steps if at and by]


# How common -------------------------------------------------------------------------------------------------------


def seen_before(words: str) -> tuple[int, int]:
    """In how many of the newest past reports, and of how many. Reports that are kept for few are not looked at."""
    past = Incident.objects.filter(restricted=False).exclude(description="").order_by("-pk")
    texts = past.values_list("description", flat=True)[:SAMPLE]
    reader = Reader([only(words)])
    found = [bool(reader.read(text)) for text in texts]
    return sum(found), len(found)


def only(words: str) -> WordList:
    """A list of these words alone, like any of the shipped but without theirs."""
    bare = replace(shipped_lists()[0], phrases=(), innocent=(), shapes=(), groups={}, beside=False)
    return bare.with_words([words])


def warnings_about(entry: WordEntry) -> list[str]:
    """What the second person should know before they decide."""
    found = []
    if entry.sample and entry.seen_in / entry.sample > COMMON:
        found.append(
            f"These words are common: {entry.seen_in} of the last {entry.sample} reports have them. "
            "Officers would be asked each time."
        )
    only_one = compared(entry.words)
    if len(only_one) == 1 and len(only_one[0]) < SHORTEST:
        found.append("This is a very short word. It may stand for many things.")
    return found
