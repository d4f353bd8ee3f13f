"""The lists of tasks: one's own, and those of a case. A task is shown to whoever may see its case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.govuk.paging import Page, keyset_page
from triage.models import Case, CaseTask

MOST = 200  # of one case's tasks on its page
LATE, TODAY, LATER = "Late", "Today", "Later"


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    tasks: list[CaseTask]


@dataclass(frozen=True, slots=True)
class OfCase:
    """`open` in the order in which they are due; `ended` the newest first."""

    open: list[CaseTask]
    ended: list[CaseTask]

    @property
    def first_late(self) -> CaseTask | None:
        return next((one for one in self.open if one.is_late), None)


def my_tasks(reader: User, cursor: str | None) -> Page[CaseTask]:
    mine = CaseTask.objects.of(reader).select_related("case__incident", "owner")
    return keyset_page(mine, field="due_at", descending=False, cursor=cursor)


def grouped(tasks: Sequence[CaseTask], now: datetime) -> list[Group]:
    """Those that there are, in their order."""
    found = [Group(name, [one for one in tasks if when(one, now) == name]) for name in (LATE, TODAY, LATER)]
    return [group for group in found if group.tasks]


def when(task: CaseTask, now: datetime) -> str:
    if task.due_at < now:
        return LATE
    return TODAY if timezone.localdate(task.due_at) == timezone.localdate(now) else LATER


def tasks_of(case: Case) -> OfCase:
    """In one query, however many there are."""
    found = list(case.tasks.select_related("owner", "done_by", "dropped_by").order_by("due_at", "id")[:MOST])
    for task in found:
        task.case = case
    ended = [one for one in found if not one.is_open]
    return OfCase([one for one in found if one.is_open], sorted(ended, key=ended_at, reverse=True))


def ended_at(task: CaseTask) -> tuple[datetime, int]:
    return task.done_at or task.dropped_at or task.set_at, task.pk
