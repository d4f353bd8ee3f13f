"""What is read, in whatever dress it comes; and the rules that hold for every text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.process import Tier
from triage.reading import Reader, Weight, compared, floor_of, shipped_lists

READER = Reader(shipped_lists())

PIECES = (
    "I will kill you|your kids|gun|k1ll|k i l l|knife|tomorrow|Tuesday at 6|the motion|bitch|know where|you live|you|k|"
    "14 High Street|not|to reply|shoot|an email|myself|want to die|🔪|ｋｉｌｌ|\u200b|é|.|!|<script>|&|'|kill*|SW1A 1AA"
)
WORDS = st.sampled_from(PIECES.split("|"))
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=30).map(" ".join))
ENDS = st.sampled_from([". ", "! ", "? ", "\n\n"])


def keys(text: str) -> set[str]:
    return {sign.key for sign in READER.read(text)}


def floor(text: str) -> Tier:
    return floor_of(READER.read(text))


# Dress -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "i will kill you",
        "I WILL KILL YOU",
        "I will k1ll you",
        "I will k!ll you",
        "I will k*ll you",
        "I will ki11 you",
        "I will kiiiilll you",
        "I will k i l l you",
        "I will k.i.l.l. you",
        "I will k-i-l-l y-o-u",
        "I will k_i_l_l you",
        "I will kíll yöu",
        "I will ｋｉｌｌ you",
        "I will 𝓀𝒾𝓁𝓁 you",
        "I will ⓚⓘⓛⓛ you",
        "I will 🅺🅸🅻🅻 you",
        "I will кill yоu",  # with two letters of another script
        "I will k\u200bi\u200bl\u200bl you",
        "I will k\u00adill you",
        "I will ki\u202ell you",
        "I will kill... you",
        "I will kill,  you",
        "I will kill\nyou",
        "I will kill 'you'",
        "*kill* _you_",
    ],
)
def test_a_threat_in_any_dress_is_seen(text: str) -> None:
    assert "harm" in keys(text)


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", "....", "🙂", "k", "12", "@@@", "'"])
def test_nothing_is_seen_in_nothing(text: str) -> None:
    assert READER.read(text) == ()


@pytest.mark.parametrize("text", ["kill. You", "I know. Where you live", "kill\n\nyou"])
def test_a_phrase_stands_within_one_sentence(text: str) -> None:
    assert floor(text) == Tier.LOG


@pytest.mark.parametrize("weapon", ["🔪", "🔫🔫", "💣 💣", "🗡️"])
def test_a_picture_of_a_weapon_is_a_weapon(weapon: str) -> None:
    assert keys(f"See you {weapon}") == {"weapon"}


# What counts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("I have a shotgun.", Tier.LOG),  # one telling sign asks
        ("I have a shotgun. Your kids will miss you.", Tier.COUNCIL),  # two different ones raise
        ("I have a shotgun and a rifle and a pistol.", Tier.LOG),  # the same one often does not
        ("Your wife is at 14 High Street.", Tier.LOG),  # two that only ask do not
        ("We know where you live.", Tier.COUNCIL),  # one grave one does
        ("See you on Tuesday at 6.", Tier.LOG),
    ],
)
def test_one_grave_sign_raises_or_two_different_ones(text: str, tier: Tier) -> None:
    assert floor(text) == tier


def test_a_time_is_asked_about_beside_another_sign_only() -> None:
    assert keys("He came on Tuesday at 6.") == set()
    assert keys("He came on Tuesday at 6 with a knife.") == {"weapon", "time_and_place"}


def test_words_are_counted_and_shown_once() -> None:
    [sign] = READER.read("Bitch. She is a bitch. BITCH!")
    assert [(one.text, one.times, one.start) for one in sign.seen] == [("Bitch", 3, 0)]


def test_what_is_around_the_words_is_shown_with_them() -> None:
    [sign] = READER.read(f"{'a ' * 60}we know where you live{' b' * 60}")
    [seen] = sign.seen
    assert (len(seen.before), seen.text, len(seen.after)) == (60, "know where you live", 60)


def test_innocent_words_hide_nothing_else_in_the_same_sentence() -> None:
    assert floor("At the rifle club he said he will kill me") == Tier.COUNCIL
    assert floor("I will shoot you an email and then I will kill you") == Tier.COUNCIL


def test_an_officers_answer_holds_for_the_words_it_was_given_for() -> None:
    [sign] = READER.read_all({"description": "I will kill you", "message:1": "I will kill you"})
    assert sign.without({("description", "kill you")}).seen[0].source == "message:1"
    assert sign.without({("description", "kill you"), ("message:1", "kill you")}) is None


def test_what_the_council_adds_tells_and_is_never_grave() -> None:
    lists = [one.with_words(["Old Mill Lane"] if one.key == "address" else []) for one in shipped_lists()]
    [sign] = Reader(lists).read("meet at the OLD mill-lane")
    assert (sign.key, sign.weight, sign.floor) == ("address", Weight.TELLING, Tier.LOG)


def test_words_are_compared_without_case_accents_and_signs() -> None:
    assert compared("Élan, Vítal!") == ("elan", "vital")
    assert compared("Don't") == ("dont",)


# For every text --------------------------------------------------------------------------------------------------


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_it_never_goes_beyond_the_council_and_shows_what_stands_there(text: str) -> None:
    signs = READER.read(text)
    assert floor_of(signs) <= Tier.COUNCIL
    for one in (seen for sign in signs for seen in sign.seen):
        assert one.text
        assert text[one.start : one.start + len(one.text)] == one.text
        assert f"{one.before}{one.text}{one.after}" in text


@given(TEXTS, ENDS, TEXTS)
@settings(max_examples=300, deadline=None)
def test_adding_a_sentence_never_lowers_and_takes_no_sign_away(first: str, end: str, second: str) -> None:
    both = f"{first}{end}{second}"
    assert floor(both) >= max(floor(first), floor(second))
    assert keys(both) >= keys(first) | keys(second)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_the_same_text_reads_the_same(text: str) -> None:
    assert READER.read(text) == READER.read(text)


# Time ------------------------------------------------------------------------------------------------------------

LONG = 40_000
HOSTILE = {
    "one letter": "a" * LONG,
    "a threat for ever": "kill you " * (LONG // 9),
    "letters apart": "k i l l " * (LONG // 8),
    "the same letter apart": "u " * (LONG // 2),
    "signs": "a@" * (LONG // 2),
    "a word of stars": "k" + "*" * LONG + "l",
    "a long gap": "kill" + " " * LONG + "you",
    "dots": "kill" + "." * LONG + "you",
    "accents": ("a" + "\u0301" * 50) * (LONG // 51),
    "nothing drawn": "k\u200bi\u200bl\u200bl " * (LONG // 8),
    "house numbers": "1 aa aa aa aa " * (LONG // 14),
    "digits": "0 7 " * (LONG // 4),
    "another script": "".join(chr(0x4E00 + n % 20_000) for n in range(LONG)),
    "pictures": "🔪" * LONG,
    "almost a phrase": "know where your my " * (LONG // 19),
    "innocent": "not kill you to " * (LONG // 16),
    "empty lines": "\n \n" * (LONG // 3),
    "days": "tuesday at " * (LONG // 11),
}


def seconds(text: str) -> float:
    """In this process's own time: others use the machine too."""
    start = time.process_time()
    READER.read(text)
    return time.process_time() - start


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_no_longer_than_its_length(text: str) -> None:
    """Twice the text, twice the time, by the best of five. What grew with the square would take four times as long."""
    READER.read(text[:100])
    tries = [(seconds(text[: len(text) // 2]), seconds(text)) for _ in range(5)]
    half, whole = min(half for half, _ in tries), min(whole for _, whole in tries)
    assert whole < 0.5
    assert whole < 3.2 * half + 0.01
