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
    OWN_SAFETY = "own-safety", "See and plan their own safety"
    SEE_VENUES = "see-venues", "See venues and what to know of them"
    ASSESS_VENUES = "assess-venues", "Assess venues"
    HELP_ACTIVITIES = "help-activities", "Help councillors with what they plan"
    KEEP_ACTIVITIES = "keep-activities", "Say what assessments of activities ask"
    LOOK_UP = "look-up", "Ask for advice before a visit"
    SEE_REGISTER = "see-register", "See the register, and propose entries"
    DECIDE_REGISTER = "decide-register", "Decide about entries of the register"
    WATCH_VISITS = "watch-visits", "See visits under way"
    KEEP_TENSIONS = "keep-tensions", "Prepare for what will bring abuse"
    DECIDE_INTERESTS = "decide-interests", "Decide about sensitive interests"
    SEE_BOARD = "see-board", "See all that is due, late and missing"
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
        Permission.SEE_VENUES,
        Permission.HELP_ACTIVITIES,
        Permission.LOOK_UP,
        Permission.SEE_REGISTER,
        Permission.WATCH_VISITS,
        Permission.KEEP_TENSIONS,
    }
)

# Over what the council keeps alive: assessments, reviews and reminders.
_KEEPING = frozenset({Permission.ASSESS_VENUES, Permission.KEEP_ACTIVITIES, Permission.SEE_BOARD})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.COUNCILLOR: frozenset(
        {Permission.REPORT, Permission.OWN_SAFETY, Permission.SEE_VENUES, Permission.LOOK_UP},
    ),
    Role.OFFICER: _CASE_WORK,
    Role.MANAGER: _CASE_WORK
    | {Permission.PLAN_ROTA, Permission.SEE_DASHBOARD, Permission.APPROVE_PROCESS, Permission.KEEP_WORDS}
    | {Permission.KEEP_TASKS, Permission.DECIDE_REGISTER}
    | _KEEPING,
    Role.MONITORING: _CASE_WORK
    | {Permission.SEE_RESTRICTED, Permission.SEE_DASHBOARD, Permission.PLAN_ROTA, Permission.SUPPORT}
    | {Permission.PLAN_PROCESS, Permission.APPROVE_PROCESS, Permission.KEEP_WORDS, Permission.KEEP_TASKS}
    | {Permission.DECIDE_REGISTER, Permission.DECIDE_INTERESTS}
    | _KEEPING,
    Role.SAFETY: frozenset(
        {
            Permission.SEE_REVIEWS,
            Permission.DO_REVIEWS,
            Permission.SEE_VENUES,
            Permission.HELP_ACTIVITIES,
            Permission.LOOK_UP,
        }
    )
    | _KEEPING,
    Role.CHAMPION: frozenset({Permission.SUPPORT, Permission.SEE_SHARED}),
    Role.GROUP_LEAD: frozenset({Permission.SUPPORT_GROUP}),
    Role.POLICE: frozenset(),
    Role.ADMIN: frozenset(),
}


def permissions_of(roles: list[str]) -> frozenset[Permission]:
    """All that these roles may do together. A name that is no role raises ValueError."""
    return frozenset().union(*(PERMISSIONS[Role(role)] for role in roles))
