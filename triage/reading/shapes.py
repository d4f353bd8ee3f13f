"""What is known by its shape and not by its words: a postcode, a house and its street, a day and its hour."""

import re

STREETS = (
    "street|st|road|rd|avenue|ave|lane|ln|close|drive|crescent|terrace|grove|gardens|place|square|court|way|row|mews"
)
DAYS = "(?:mon|tues|wednes|thurs|fri|satur|sun)day"
WHEN = f"(?:{DAYS}|tomorrow|tonight|today)(?: (?:morning|afternoon|evening|night))?,?"
HOUR = r"[0-9]{1,2}(?:[:.][0-9]{2})?(?: ?(?:am|pm|o'?clock))?\b"

SHAPES = {
    "postcode": re.compile(r"\b[a-z]{1,2}[0-9][a-z0-9]? {0,2}[0-9][abd-hjlnp-uw-z]{2}\b"),
    "street": re.compile(rf"\b[0-9]{{1,4}}[a-z]?,? {{1,2}}(?:[a-z']{{2,20}} {{1,2}}){{1,3}}(?:{STREETS})\b"),
    "telephone number": re.compile(r"(?<![0-9])(?:\+44|0)(?:[ -]?\(?[0-9]\)?){9,10}(?![0-9])"),
    "day and hour": re.compile(
        rf"\b(?:{DAYS}|tomorrow|tonight|today)(?: (?:morning|afternoon|evening|night))?,? (?:at|around|about) {HOUR}"
    ),
    "day to come": re.compile(rf"\b(?:next|this|by|see you(?: on)?) {DAYS}\b"),
}
"""All of them with bounded repeats, so that no text takes them longer than its length."""
