"""Who may hear of something."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


class Person(Protocol):
    @property
    def pk(self) -> int: ...


@dataclass(frozen=True)
class Audience:
    """Anybody, or `only` these, and never the `barred`. All by their keys."""

    only: frozenset[int] | None = None
    barred: frozenset[int] = frozenset()

    def __contains__(self, person: Person) -> bool:
        return person.pk not in self.barred and (self.only is None or person.pk in self.only)

    def __and__(self, other: "Audience") -> "Audience":
        """Those alone whom both let hear of it."""
        both = [one.only for one in (self, other) if one.only is not None]
        return Audience(frozenset.intersection(*both) if both else None, self.barred | other.barred)

    def columns(self) -> dict[str, list[int] | None]:
        """As a row keeps it."""
        return {"only": None if self.only is None else sorted(self.only), "barred": sorted(self.barred)}

    @classmethod
    def of(cls, only: Iterable[int] | None, barred: Iterable[int]) -> "Audience":
        return cls(None if only is None else frozenset(only), frozenset(barred))


EVERYBODY = Audience()
