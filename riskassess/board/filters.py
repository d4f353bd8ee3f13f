"""What of the board is shown: said in the address alone, so that it can be kept and sent on."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from councilsafe.duty.models import Deadline
from riskassess.board.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Filters:
    person: str = ""
    kind: str = ""
    late: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> "Filters":
        """What makes no sense is not there."""
        kind = query.get("kind", "")
        return cls(query.get("person", "")[:20], kind if kind in KINDS else "", query.get("late") == "1")

    def of(self, rows: QuerySet[Deadline], now: datetime) -> QuerySet[Deadline]:
        if self.person:
            rows = rows.filter(owner__reference=self.person)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        return rows.filter(due_at__lt=now) if self.late else rows

    @property
    def query(self) -> str:
        said = {"person": self.person, "kind": self.kind, "late": "1" if self.late else ""}
        return "?" + urlencode({name: value for name, value in said.items() if value})

    def tags(self, name_of_person: str) -> list[dict[str, str]]:
        found = [
            (self.person, name_of_person or "Somebody", replace(self, person="")),
            (self.kind, KINDS[self.kind].words if self.kind else "", replace(self, kind="")),
            (self.late, "Late", replace(self, late=False)),
        ]
        return [{"text": text, "href": without.query} for value, text, without in found if value]
