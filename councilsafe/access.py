"""Who may do what: one table from role to permissions. The database keeps only the roles' short names."""

from django.db.models import TextChoices


class Role(TextChoices):
    COUNCILLOR = "councillor", "Councillor"
    OFFICER = "officer", "Member services officer"
    MANAGER = "manager", "SPoC senior manager"
    MONITORING = "monitoring", "Monitoring officer"
    SAFETY = "safety", "Health and safety officer"
    CHAMPION = "champion", "Councillor safety champion"
    GROUP_LEAD = "group-lead", "Group safety lead"
    POLICE = "police", "Police liaison officer"
    ADMIN = "admin", "System administrator"


class Permission(TextChoices):
    REPORT = "report", "Report an incident"
    SEE_CASES = "see-cases", "See cases"
    SEE_RESTRICTED = "see-restricted", "See cases kept for the monitoring officer"
    WORK_CASES = "work-cases", "Work on cases"
    SEE_REVIEWS = "see-reviews", "See risk reviews"
    DO_REVIEWS = "do-reviews", "Do risk reviews"
    SEE_DASHBOARD = "see-dashboard", "See the dashboard"
    SEE_ROTA = "see-rota", "See the duty rota"
    PLAN_ROTA = "plan-rota", "Plan the duty rota"
    PLAN_PROCESS = "plan-process", "Draft and propose versions of the threat process"
    APPROVE_PROCESS = "approve-process", "Approve versions of the threat process as the second person"
    KEEP_WORDS = "keep-words", "Say which words are looked for in what people write"
    KEEP_TASKS = "keep-tasks", "Say which tasks a case brings with it"
    SUPPORT = "support", "Support those who asked for it"
    SEE_SHARED = "see-shared", "See reports shared with the champion"
    SUPPORT_GROUP = "support-group", "See reports that their own group shared with them"


_CASE_WORK = frozenset(
    {
        Permission.REPORT,
        Permission.SEE_CASES,
        Permission.WORK_CASES,
        Permission.SEE_REVIEWS,
        Permission.DO_REVIEWS,
        Permission.SEE_ROTA,
    }
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COUNCILLOR: frozenset({Permission.REPORT}),
    Role.OFFICER: _CASE_WORK,
    Role.MANAGER: _CASE_WORK
    | {Permission.PLAN_ROTA, Permission.SEE_DASHBOARD, Permission.APPROVE_PROCESS, Permission.KEEP_WORDS}
    | {Permission.KEEP_TASKS},
    Role.MONITORING: _CASE_WORK
    | {Permission.SEE_RESTRICTED, Permission.SEE_DASHBOARD, Permission.PLAN_ROTA, Permission.SUPPORT}
    | {Permission.PLAN_PROCESS, Permission.APPROVE_PROCESS, Permission.KEEP_WORDS, Permission.KEEP_TASKS},
    Role.SAFETY: frozenset({Permission.SEE_REVIEWS, Permission.DO_REVIEWS}),
    Role.CHAMPION: frozenset({Permission.SUPPORT, Permission.SEE_SHARED}),
    Role.GROUP_LEAD: frozenset({Permission.SUPPORT_GROUP}),
    Role.POLICE: frozenset(),
    Role.ADMIN: frozenset(),
}


def permissions_of(roles: list[str]) -> frozenset[Permission]:
    """All that these roles may do together. A name that is no role raises ValueError."""
    return frozenset().union(*(PERMISSIONS[Role(role)] for role in roles))
