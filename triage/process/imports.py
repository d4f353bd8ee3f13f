"""A version from a file that anybody may have written: everything that is wrong is said, and nothing else happens."""

import re
import tomllib
from typing import Any

DEEPEST = 40
MOST_DOTS = 8  # in the key of a line: reading a long chain of keys takes time by its square
TEXTS = re.compile(r'"(?:\\.|[^"\\])*+\\?(?:"|\Z)|\'[^\']*+(?:\'|\Z)', re.DOTALL)  # each begins once: no backtracking
LONG_TEXTS = ("'''", '"""')  # a line of them could hide a chain of keys
CLOSED = "The file is not a version of the threat process that can be read"


class NotAVersionError(ValueError):
    """Says why, in words for whoever sent the file."""


def data_from(content: bytes) -> dict[str, Any]:
    """What stands in the file. Whether that keeps the rules is for `checks` to say."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotAVersionError(f"{CLOSED}: it is not text in UTF-8") from error
    if deepest(text) > DEEPEST:
        raise NotAVersionError(f"{CLOSED}: its lists stand too deep in each other")
    if any(quotes in text for quotes in LONG_TEXTS):
        raise NotAVersionError(f"{CLOSED}: every text has to stand in one line, in single quotation marks")
    if any(TEXTS.sub("", line).count(".") > MOST_DOTS for line in text.split("\n")):
        raise NotAVersionError(f"{CLOSED}: there are too many dots in a line")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # of TOML, of dates and of very long numbers
        raise NotAVersionError(f"{CLOSED}: {str(error)[:200]}") from error


def deepest(text: str) -> int:
    """How deep brackets stand in each other at most; more than there are where some stand in texts."""
    depth = most = 0
    for sign in text:
        depth += (sign in "[{") - (sign in "]}")
        most = max(most, depth)
    return most
