"""What of the board is shown: said in the address alone, so that it can be kept and sent on."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from councilsafe.duty.models import Deadline
from riskassess.board.kinds import KINDS
from riskassess.board.pages import week_ends

WHEN = {"late": "Late", "week": "Due this week"}


@dataclass(frozen=True, slots=True)
class Filters:
    person: str = ""
    kind: str = ""
    when: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        """What makes no sense is not there."""
        kind, when = query.get("kind", ""), query.get("when", "")
        return cls(query.get("person", "")[:20], kind if kind in KINDS else "", when if when in WHEN else "")

    def of(self, rows: QuerySet[Deadline], now: datetime) -> QuerySet[Deadline]:
        if self.person:
            rows = rows.filter(owner__reference=self.person)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.when == "late":
            return rows.filter(due_at__lt=now)
        return rows.filter(due_at__gte=now, due_at__lte=week_ends(now)) if self.when else rows

    @property
    def query(self) -> str:
        said = {"person": self.person, "kind": self.kind, "when": self.when}
        return "?" + urlencode({name: value for name, value in said.items() if value})

    def tags(self, name_of_person: str) -> list[dict[str, str]]:
        found = [
            (self.person, name_of_person or "Somebody", replace(self, person="")),
            (self.kind, KINDS[self.kind].words if self.kind else "", replace(self, kind="")),
            (self.when, WHEN.get(self.when, ""), replace(self, when="")),
        ]
        return [{"text": text, "href": without.query} for value, text, without in found if value]
