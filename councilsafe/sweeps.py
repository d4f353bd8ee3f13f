"""What beat asks for, and how often. A sweep does whatever is due, however long it has been: one missed is no loss."""

from typing import Any

DAY, HOUR, QUARTER, MINUTE = 86400.0, 3600.0, 900.0, 60.0

# (what it does, the task, every so many seconds)
SWEEPS = (
    ("heartbeat", "notifications.heartbeat", 10.0),
    ("put daily mails together", "notifications.put_together", MINUTE),
    ("ask what became of messages", "notifications.ask_what_became", 300.0),
    ("deliver due messages", "notifications.deliver_due", 10.0),
    ("ask about silence", "triage.ask_about_silence", MINUTE),
    ("climb due alerts", "duty.climb_due_alerts", 15.0),
    ("watch visits", "riskassess.watch_visits", 15.0),
    ("remind of deadlines", "duty.remind_due_deadlines", MINUTE),
    ("replay versions", "triage.replay_waiting", MINUTE),
    ("fetch held mail", "incidents.fetch_mail", MINUTE),
    ("check evidence", "incidents.check_waiting_evidence", 30.0),
    ("check photographs of venues", "riskassess.check_waiting_photos", 30.0),
    ("check files of briefings", "riskassess.check_waiting_briefing_files", 30.0),
    ("sweep evidence", "incidents.sweep_evidence", DAY),
    ("look for patterns", "triage.look_for_patterns", 300.0),
    ("score waiting", "triage.score_waiting", MINUTE),
    ("resume paused clocks", "triage.resume_due_pauses", MINUTE),
    ("catch up deadlines", "triage.catch_up_deadlines", QUARTER),
    ("look after reviews", "riskassess.look_after_reviews", QUARTER),
    ("look after venues", "riskassess.look_after_venues", QUARTER),
    ("look after the register", "riskassess.look_after_register", HOUR),
    ("look after activities", "riskassess.look_after_activities", QUARTER),
    ("look after tensions", "riskassess.look_after_tensions", QUARTER),
    ("look after support", "incidents.look_after_support", QUARTER),
    ("let go of old drafts", "incidents.let_go_of_old_drafts", HOUR),
    ("watch the rota", "duty.watch_rota", QUARTER),
)


def schedule() -> dict[str, dict[str, Any]]:
    """As Celery takes it. A sweep that has waited until the next one is due is not needed any more."""
    return {
        name: {"task": task, "schedule": seconds, "options": {"expires": min(seconds, HOUR)}}
        for name, task, seconds in SWEEPS
    }
