"""What people are known by, in the form that is compared: the same for what is the same, and stable."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.people.normalise import BY_KIND, HOSTS, PLATFORMS, fold, normalise, platform_of

SAME = [
    ("name", "John Smith", "Smith, Mr John"),
    ("name", "Cllr. Jo-Ann O’Brien OBE", "OBRIEN jo ann"),
    ("name", "José Núñez", "jose nunez"),
    ("name", "Jоhn Smith", "John Smith"),  # the first with a Cyrillic o
    ("name", "Jo\u200bhn  Smith", "ＪＯＨＮ SMITH"),
    ("email", "J.Smith+bins@GoogleMail.com", "jsmith@gmail.com"),
    ("email", "Jo Smith <jo+news@x.example>", "mailto:JO@x.example?subject=Hello"),
    ("handle", "@Angry_Jo", "https://www.x.com/angry_jo?s=20"),
    ("handle", "https://twitter.com/@Angry_Jo/", "angry_jo"),
    ("handle", "https://m.facebook.com/profile.php?ref=1&id=10042", "10042"),
    ("handle", "linkedin.com/in/jo-smith/", "Jo-Smith"),
    ("handle", "https://bsky.app/profile/jo.example.org", "@jo.example.org"),
    ("phone", "+44 (0)7700 900 123", "07700 900123"),
    ("phone", "0044 7700-900-123", "447700900123"),
    ("phone", "(01632) 960 001 ext. 12", "+44 1632 960001"),
    ("phone", "٠٧٧٠٠٩٠٠١٢٣", "07700900123"),
    ("address", "4, Quince Lane, WX1 2AB", "4 quince ln wx12ab"),
    ("address", "Flat 2, St. Mary's Road", "apt 2 Saint Marys Rd"),
    ("vehicle", "a grey Astra, wx07 abc", "WX07ABC"),
    ("vehicle", "Red van", "red  VAN"),
]
DIFFERENT = [
    ("name", "John Smith", "Jane Smith"),
    ("name", "John Major", "John"),
    ("email", "j.smith@example.org", "jsmith@example.org"),  # only some providers overlook the dots
    ("handle", "jo", "jo_"),
    ("phone", "+1 7700 900123", "07700 900123"),
    ("address", "4 Quince Lane", "14 Quince Lane"),
    ("vehicle", "WX07 ABC", "WX07 ABD"),
]
NOTHING = [
    ("name", "..."),
    ("email", "no address"),
    ("email", "@example.org"),
    ("handle", "@"),
    ("handle", "https://x.com/"),
    ("phone", "12 34"),
    ("phone", "00000"),
    ("address", ","),
    ("vehicle", "-"),
]
AWKWARD = [
    *("@", "+", ".", " ", "(0)", "0", "44", "+44", "00", "ext 1", "x2", "mailto:", "<", ">", "?", "https://", "www."),
    *("x.com/", "facebook.com/", "profile.php?id=1", "/", "in/", "a", "St", "Street", "WX1", "2AB", "ab12", "cde"),
    *("Mr", "mr", "'", "ß", "é", "Ⅷ", "ſ", "ı", "İ", "а", "gmail.com", "googlemail.com", "a@b.c", "\u200b", "٣"),
]
texts = st.text(max_size=40) | st.lists(st.sampled_from(AWKWARD), max_size=8).map("".join)


@pytest.mark.parametrize(("kind", "one", "other"), SAME)
def test_the_same(kind: str, one: str, other: str) -> None:
    assert normalise(kind, one) == normalise(kind, other) != ""


@pytest.mark.parametrize(("kind", "one", "other"), DIFFERENT)
def test_not_the_same(kind: str, one: str, other: str) -> None:
    assert normalise(kind, one) != normalise(kind, other)


@pytest.mark.parametrize(("kind", "text"), NOTHING)
def test_nobody_can_be_found_by_this(kind: str, text: str) -> None:
    assert normalise(kind, text) == ""


@settings(deadline=None)
@given(st.sampled_from(list(BY_KIND)), texts)
def test_what_is_normalised_stays_as_it_is(kind: str, text: str) -> None:
    once = normalise(kind, text)
    assert normalise(kind, once) == once


@settings(deadline=None)
@given(st.sampled_from(list(BY_KIND)), st.text(max_size=30))
def test_case_and_spaces_around_say_nothing(kind: str, text: str) -> None:
    assert normalise(kind, f"  {text} ") == normalise(kind, text)


@settings(deadline=None)
@given(st.permutations(["anna", "maria", "smith"]))
def test_the_order_of_names_says_nothing(names: list[str]) -> None:
    assert normalise("name", " ".join(names)) == "anna maria smith"


@settings(deadline=None)
@given(st.integers(min_value=10**9, max_value=10**10 - 1), st.sampled_from(["0", "+44", "0044", "+44(0)", "+44 (0) "]))
def test_uk_numbers_however_they_are_dialled(number: int, prefix: str) -> None:
    assert normalise("phone", f"{prefix}{number}") == f"+44{number}"


def test_folding_takes_what_only_looks_different() -> None:
    assert fold("  ＡＰＰＬЕ\u00adpie ") == "applepie"


def test_the_platform_is_known_from_the_page() -> None:
    assert platform_of("https://mobile.twitter.com/jo") == "x"
    assert platform_of("jo") == platform_of("https://example.org/jo") == ""
    assert set(HOSTS.values()) <= set(PLATFORMS)
