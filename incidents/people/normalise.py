"""The form in which what people are known by is compared. Pure text in, pure text out; nothing here is shown.

Each function gives the same again for what it gave, and an empty text for what nobody could be found by. Two people may
have the same form by chance: that is a hint for an officer, never a finding.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

# Letters of other scripts that are drawn like Latin ones, and Latin ones that Unicode does not take apart.
LOOKALIKES = str.maketrans(
    {
        **dict(zip("авекмнорстухьѕіјԁԛԝһӏ", "abekmhopctyxbsijdqwhl", strict=True)),
        **dict(zip("αβγεηικνορτυχω", "abyenikvoptuxw", strict=True)),
        **dict(zip("øłđħıŧ", "oldhit", strict=True)),
        **{"æ": "ae", "œ": "oe", "þ": "th", "ð": "d"},
    }
)
MARKS = {"Mn", "Me", "Cf", "Cc"}  # accents, and what is not drawn at all


def fold(text: str) -> str:
    """Without case, accents, invisible signs and letters that only look different; single spaces."""
    while (folded := _fold_once(text)) != text:
        text = folded
    return text


def _fold_once(text: str) -> str:
    spaced = " ".join(text.split())
    apart = unicodedata.normalize("NFKD", spaced).casefold()
    plain = "".join(sign for sign in apart if unicodedata.category(sign) not in MARKS)
    return unicodedata.normalize("NFKC", plain.translate(LOOKALIKES)).strip()


def words(text: str) -> list[str]:
    """An apostrophe joins (O'Brien is Obrien); every other sign parts."""
    joined = re.sub(r"['’‘`´]", "", fold(text))
    return re.findall(r"[^\W_]+", joined)


# Names -----------------------------------------------------------------------------------------------------------

# Only what is nobody's own name: there are people called Major, Lord and Master.
HONORIFICS = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "sir", "rev", "revd", "reverend"}
HONORIFICS |= {"cllr", "councillor", "esq", "mbe", "obe", "cbe"}


def name(text: str) -> str:
    """Words in any order, without titles: `Smith, Mr John` is `john smith`."""
    given = words(text)
    kept = [word for word in given if word not in HONORIFICS]
    return " ".join(sorted(kept or given))


# Email and accounts ----------------------------------------------------------------------------------------------

GMAIL = ("gmail.com", "googlemail.com")


def email(text: str) -> str:
    """Without what makes many addresses of one mailbox: `J.Smith+bins@googlemail.com` is `jsmith@gmail.com`."""
    local, at, domain = _address_alone(fold(text)).rpartition("@")
    domain = domain.strip(".")
    if not (local and at and "." in domain) or re.search(r"[\s<>@]", local + domain):
        return ""
    mailbox = local.split("+")[0] or local
    if domain in GMAIL:
        return f"{mailbox.replace('.', '') or mailbox}@{GMAIL[0]}"
    return f"{mailbox}@{domain}"


def _address_alone(text: str) -> str:
    """`Jo <jo@x.org>` and `mailto:jo@x.org?subject=Hi` are both about `jo@x.org`."""
    inside = re.search(r"<([^<>]*)>", text)
    bare = inside[1] if inside else text
    while bare.startswith("mailto:"):
        bare = bare.removeprefix("mailto:")
    return bare.split("?")[0].strip()


PLATFORMS: Mapping[str, str] = {
    "facebook": "Facebook",
    "x": "X (Twitter)",
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "whatsapp": "WhatsApp",
    "nextdoor": "Nextdoor",
    "linkedin": "LinkedIn",
    "telegram": "Telegram",
    "snapchat": "Snapchat",
    "reddit": "Reddit",
    "threads": "Threads",
    "bluesky": "Bluesky",
    "mastodon": "Mastodon",
    "other": "Another one",
}
HOSTS: Mapping[str, str] = {
    "facebook.com": "facebook",
    "fb.com": "facebook",
    "twitter.com": "x",
    "x.com": "x",
    "instagram.com": "instagram",
    "tiktok.com": "tiktok",
    "youtube.com": "youtube",
    "wa.me": "whatsapp",
    "nextdoor.co.uk": "nextdoor",
    "nextdoor.com": "nextdoor",
    "linkedin.com": "linkedin",
    "t.me": "telegram",
    "snapchat.com": "snapchat",
    "reddit.com": "reddit",
    "threads.net": "threads",
    "threads.com": "threads",
    "bsky.app": "bluesky",
}
LEADING = {"in", "add", "u", "user", "profile", "channel", "c", "people"}  # /in/jo, /add/jo, /u/jo


def handle(text: str) -> str:
    """The account's name, from itself or from its page: `https://x.com/Jo?s=20` is `jo`."""
    while (bare := _handle_once(text)) != text:
        text = bare
    return text


def _handle_once(text: str) -> str:
    folded = fold(text)
    host, path = _host_and_path(folded)
    if host:
        numbered = re.search(r"profile\.php\?(?:.*&)?id=(\d+)", path)
        parts = [part for part in re.split(r"[/?#]", path) if part]
        rest = parts[1:] if len(parts) > 1 and parts[0] in LEADING else parts
        folded = numbered[1] if numbered else (rest[0] if rest else "")
    return re.sub(r"\s", "", folded).strip("@")


def platform_of(text: str) -> str:
    """The platform whose page this is the address of, or nothing."""
    return HOSTS.get(_host_and_path(fold(text))[0], "")


def _host_and_path(folded: str) -> tuple[str, str]:
    """Only for pages of the platforms we know: everything else is a handle as it stands."""
    host, _, path = re.sub(r"^https?://", "", folded).partition("/")
    host = re.sub(r"^(www|m|mobile|en-gb|uk|old)\.", "", host)
    return (host, path) if host in HOSTS else ("", "")


# Numbers ---------------------------------------------------------------------------------------------------------

SHORTEST_NUMBER = 5
UK = "+44"


def phone(text: str) -> str:
    """As from abroad, for the United Kingdom unless it says otherwise: `(01632) 960 001` is `+441632960001`."""
    number = re.split(r"(?:ext|extension|x)\.?\s*\d+$", fold(text))[0].replace("(0)", "")
    digits = "".join(str(unicodedata.digit(sign)) for sign in number if sign.isdecimal())
    whole = _from_abroad(digits, number.strip(" (").startswith("+"))
    return whole if len(whole.strip("+")) >= SHORTEST_NUMBER else ""


def _from_abroad(digits: str, has_plus: bool) -> str:
    if has_plus:
        return _without_trunk_zero(f"+{digits}")
    if digits.startswith("00"):
        return _without_trunk_zero(f"+{digits[2:]}")
    return UK + digits[1:] if digits.startswith("0") else _without_plus(digits)


def _without_plus(digits: str) -> str:
    """`44 7700 900123` has only lost its plus; anything else may be a local number."""
    return f"+{digits}" if digits.startswith("44") and len(digits) == 12 else digits


def _without_trunk_zero(number: str) -> str:
    return UK + number[len(UK) :].lstrip("0") if number.startswith(UK) else number


# Addresses and vehicles ------------------------------------------------------------------------------------------

SHORT = {
    "street": "st",
    "saint": "st",
    "road": "rd",
    "avenue": "ave",
    "lane": "ln",
    "close": "cl",
    "drive": "dr",
    "court": "ct",
    "gardens": "gdns",
    "grove": "gr",
    "place": "pl",
    "square": "sq",
    "terrace": "ter",
    "crescent": "cres",
    "apartment": "flat",
    "apt": "flat",
    "unit": "flat",
}
POSTCODE = re.compile(r"\b([a-z]{1,2}[0-9][a-z0-9]?) ?([0-9][a-z]{2})\b")
PLATES = re.compile(r"\b([A-Z]{2}[0-9]{2} ?[A-Z]{3}|[A-Z][0-9]{1,3} ?[A-Z]{3}|[A-Z]{3} ?[0-9]{1,3}[A-Z])\b")


def address(text: str) -> str:
    """One line, usual short forms, the postcode in two parts: `4, Quince Lane, WX12AB` is `4 quince ln wx1 2ab`."""
    line = " ".join(SHORT.get(word, word) for word in words(text))
    return POSTCODE.sub(r"\1 \2", line)


def vehicle(text: str) -> str:
    """The number plate where there is one, otherwise the words: `a grey Astra, wx07 abc` is `WX07ABC`."""
    folded = " ".join(words(text)).upper()
    plate = PLATES.search(folded)
    return plate[0].replace(" ", "") if plate else fold(folded).upper()


# All of them -----------------------------------------------------------------------------------------------------

BY_KIND: Mapping[str, Callable[[str], str]] = {
    "name": name,
    "email": email,
    "handle": handle,
    "phone": phone,
    "address": address,
    "vehicle": vehicle,
}


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody is known by, as it was told. `platform` is one of PLATFORMS, for accounts only."""

    kind: str
    value: str
    platform: str = ""

    @property
    def normalised(self) -> str:
        return normalise(self.kind, self.value)


def normalise(kind: str, value: str) -> str:
    """The form of `value` that is compared; empty where there is nothing to find anybody by."""
    return BY_KIND[kind](value)
