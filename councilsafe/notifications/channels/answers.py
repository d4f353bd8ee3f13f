"""What may become of a message that is handed over."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Accepted:
    """`provider_id` is what GOV.UK Notify calls it, and empty for every other way."""

    provider_id: str = ""


class NotSent(Exception):  # noqa: N818  # a way out that is shut is no error of ours
    """Why a way out did not take a message."""


class Unavailable(NotSent):
    """Not now. The message is tried again, later and later."""


class Throttled(Unavailable):
    """More than we may send in a minute or a day."""


class Misconfigured(NotSent):
    """Nothing goes by this way until somebody puts a setting right. Tried again like the rest, and said loudly."""


class Refused(NotSent):
    """There is no such address, or it takes nothing from us: trying again would not help."""
