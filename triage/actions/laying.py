"""The tasks that a case brings with it: laid down once, kept in hands that may have them, put away with the case.

Whoever calls has the case locked.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.audit.actions import record
from councilsafe.duty.actions import drop_deadline, hand_deadline, set_deadline
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.clocks import due
from councilsafe.notifications.actions import tell
from triage.casework import Template, Who, asked_for
from triage.models import Case, CaseTask
from triage.task_templates import in_use

KIND = "task"  # of its deadline
BY_HAND = Clock(1, Unit.WORKING_DAYS)  # the least for what an officer had set, when it comes back
CLOSED = "The case was closed."
ROLES = {Who.MANAGER: Role.MANAGER, Who.MONITORING: Role.MONITORING, Who.SAFETY: Role.SAFETY}
FOR_YOU = "A case that you may see has a task for your role."
GIVEN = "A colleague gave it to you."


def lay_down(case: Case) -> list[CaseTask]:
    """What it asks for now and has not been asked for. What was put away with the case comes back."""
    if not case.is_open:
        return []
    now = timezone.now()
    templates = in_use()
    back = come_back(case, {one.key: one for one in templates}, now)
    known = set(case.tasks.exclude(template="").values_list("template", flat=True))
    wanted = asked_for(templates, tier=case.tier, conduct=conduct_of(case), routes=routes_of(case))
    made = [lay(case, template, now) for template in wanted if template.key not in known]
    if made or back:
        record(by=None, verb="tasks set", on=case.incident, detail=str(len(made) + len(back)))
    return made


def conduct_of(case: Case) -> Sequence[str]:
    return case.incident.facts.get("conduct") or ()


def routes_of(case: Case) -> list[str]:
    return [one["rule"] for one in case.assessment.routes]


def lay(case: Case, template: Template, now: datetime) -> CaseTask:
    task = CaseTask.objects.create(
        case=case,
        template=template.key,
        title=template.title,
        who=template.who.value,
        owner=person_for(case, template.who),
        due_at=due(now, template.clock),
        set_at=now,
    )
    begin(task)
    if task.owner and task.owner_id != case.owner_id:
        tell_of_task(task, task.owner, why=FOR_YOU)
    return task


def person_for(case: Case, who: str) -> User | None:
    """Nobody has a task on a case that they may not see: then it is the owner's."""
    role = ROLES.get(Who(who)) if who else None
    if role is None:
        return case.owner
    found = list(case.incident.officers().filter(roles__contains=[role.value]))
    if not found or any(one.pk == case.owner_id for one in found):
        return case.owner
    return found[0]


def come_back(case: Case, templates: Mapping[str, Template], now: datetime) -> list[CaseTask]:
    """At the case's reopening nobody has less time than a new task of the kind would have."""
    found = list(case.tasks.filter(dropped_with_case=True).select_for_update())
    for task in found:
        template = templates.get(task.template)
        fresh = due(now, template.clock) if template else due(now, BY_HAND)
        task.due_at = max(task.due_at, fresh)
        take_up(task)
        task.owner = person_for(case, task.who) if task.template else task.owner
        save(task)
        begin(task)
    return found


def take_up(task: CaseTask) -> None:
    task.done_at = task.done_by = task.dropped_at = task.dropped_by = None
    task.drop_reason, task.dropped_with_case = "", False


def begin(task: CaseTask) -> None:
    """Its owner is reminded before it is due and when it is late; those above when it stays late."""
    set_deadline(
        kind=KIND,
        about_type="casetask",
        about_ref=task.reference,
        path=task.get_absolute_url(),
        owner=task.owner,
        due_at=task.due_at,
        plan="task",
    )


def follow(case: Case) -> None:
    """What is meant for the owner follows the case; what somebody has who may not see it any more does so too."""
    found = list(case.tasks.open().select_for_update())
    if not found:
        return
    allowed = set(case.incident.officers().values_list("pk", flat=True))
    for task in found:
        if task.who == Who.OWNER or task.owner_id not in allowed:
            give(task, person_for(case, task.who))


def give(task: CaseTask, to: User | None) -> None:
    if task.owner_id == (to and to.pk):
        return
    task.owner = to
    save(task)
    hand_deadline(about_ref=task.reference, to=to)


def put_away(case: Case) -> None:
    """The case is closed: what is open is dropped, says so, and comes back when the case is reopened."""
    now = timezone.now()
    for task in case.tasks.open().select_for_update():
        task.dropped_at, task.drop_reason, task.dropped_with_case = now, CLOSED, True
        save(task)
        drop_deadline(kind=KIND, about_ref=task.reference, reason="the case was closed")


def save(task: CaseTask) -> None:
    """Whoever read it before has read another."""
    task.revision += 1
    task.save()


def tell_of_task(task: CaseTask, to: User, *, why: str) -> None:
    key = f"task:{task.reference}:{to.reference}:{timezone.now().isoformat()}"
    path = task.get_absolute_url()
    tell(to=to, kind="task.given", about_ref=task.reference, path=path, key=key, why=why, can_wait=True)
