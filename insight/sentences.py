"""What the numbers say, in one plain sentence each. Pure: the numbers are given."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from insight.numbers import Answers, HeldMails, OpenCases

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def plural(number: int, one: str, many: str) -> str:
    return one if number == 1 else many


def counted(number: int, one: str, many: str) -> str:
    return f"{number} {plural(number, one, many)}"


def duration(length: timedelta) -> str:
    """In days and hours, or in hours and minutes, rounded down: "2 days 3 hours", "1 hour 40 minutes", "8 minutes"."""
    units = [("day", DAY), ("hour", HOUR)] if length >= DAY else [("hour", HOUR), ("minute", MINUTE)]
    parts = []
    for unit, size in units:
        number, length = divmod(length, size)
        parts += [counted(number, unit, f"{unit}s")] if number else []
    return " ".join(parts) or "less than a minute"


def held_mail(mails: HeldMails) -> str:
    """What comes after their number."""
    words = plural(mails.waiting, "held mail waits to be read", "held mails wait to be read")
    return f"{words}, {mails.late} of them late" if mails.late else words


def danger(grave: OpenCases) -> str:
    """`grave`: the emergency and police cases together."""
    if not grave.total:
        return "No emergency or police case is open."
    opened = counted(grave.total, "emergency or police case is open", "emergency and police cases are open")
    if not grave.unanswered:
        return f"{opened}. Somebody has answered {plural(grave.total, 'it', 'each of them')}."
    return f"{opened}. Nobody has answered {plural(grave.total, 'it', f'{grave.unanswered} of them')} yet."


def late(every: OpenCases) -> str:
    if not every.total:
        return "No case is open."
    opened = counted(every.total, "open case", "open cases")
    if not every.late:
        return f"Nothing is late: {opened}, and time left for {plural(every.total, 'it', 'each of them')}."
    return f"{every.late} of {opened} {plural(every.late, 'is', 'are')} late."


def by_week(counts: Sequence[int]) -> str:
    """`counts`: by week, this one the last."""
    if not sum(counts):
        return f"No report came in over the last {len(counts)} weeks."
    came = counted(sum(counts), "report", "reports")
    return f"{came} came in over the last {len(counts)} weeks: {counts[-1]} so far this week, {counts[-2]} last week."


def by_kind(counts: Mapping[str, int]) -> str:
    """`counts`: by the kind's label."""
    if not counts:
        return "No report came in."
    most, total = max(counts.values()), counted(sum(counts.values()), "report", "reports")
    kinds = [f"“{kind}”" for kind, number in counts.items() if number == most]
    return f"Most often it was {' and '.join(kinds)}: {most} of {total}{', each' if kinds[1:] else ''}."


def answered(rows: Sequence[Answers]) -> str:
    in_time, missed = sum(row.in_time for row in rows), sum(row.missed for row in rows)
    judged = counted(in_time + missed, "report that was answered or is late", "reports that were answered or are late")
    if not in_time + missed:
        return "No report of the last weeks has been answered or is late for it."
    return f"Of {judged}, {in_time} had an answer in time."
