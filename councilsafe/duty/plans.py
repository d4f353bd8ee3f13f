"""Who is reminded of what, and when: plain data. The rules that read it are in `schedule.py`.

Kinds are those of `councilsafe/notifications/wording/`. A new kind of deadline needs a plan here and nothing else.
"""

from dataclasses import replace
from datetime import timedelta

from councilsafe.access import Permission
from councilsafe.duty.calendar import Clock, Unit
from councilsafe.duty.schedule import Ahead, Late, OnDay, Plan, Telling, To, Turn, WorkingDayBefore

OWNER = "You are the one who has this in hand."
ABOVE = "You are told because it is late and its owner has not done it."
GONE = "You are told because whoever had it in hand is no longer there."
AWAY = "You are told because whoever has it in hand is away."
UNREACHED = "You are told because a reminder to somebody else could not be delivered."
LOST = "reminder.lost"  # the kind of message that says so
TWO_WORKING_DAYS = Clock(2, Unit.WORKING_DAYS)
ONE_WORKING_DAY = Clock(1, Unit.WORKING_DAYS)


def calm(name: str) -> tuple[Turn, ...]:
    """The owner hears the working day before and at once when it is late; those above, too, when it stays late."""
    return (
        Turn(WorkingDayBefore(), (Telling(f"{name}.before", To.OWNER, OWNER, can_wait=True),)),
        Turn(Late(), (Telling(f"{name}.late", To.OWNER, OWNER),)),
        Turn(
            Late(ONE_WORKING_DAY),
            (Telling(f"{name}.escalated", To.MANAGERS, ABOVE), Telling(f"{name}.late", To.OWNER, OWNER)),
        ),
    )


def weekly(name: str) -> tuple[Turn, ...]:
    """A week before, on the day, and then once a week for as long as it is late, higher up with every week."""
    late, above = Telling(f"{name}.overdue", To.OWNER, OWNER), f"{name}.escalated"
    today = Telling(f"{name}.today", To.OWNER, OWNER, late_kind=f"{name}.overdue")
    return (
        Turn(OnDay(-7), (Telling(f"{name}.before", To.OWNER, OWNER),), even_if_begun=True),
        Turn(OnDay(0), (today,), even_if_begun=True),
        Turn(OnDay(7), (late, Telling(above, To.MANAGERS, ABOVE))),
        Turn(OnDay(14), (late, Telling(above, To.MANAGERS, ABOVE), Telling(above, To.MONITORING, ABOVE))),
    )


def late_elsewhere(turns: tuple[Turn, ...], path: str) -> tuple[Turn, ...]:
    """The same, but those above are led to `path`, because the deadline's own page is its owner's alone."""
    return tuple(
        replace(turn, tellings=tuple(one if one.to == To.OWNER else replace(one, path=path) for one in turn.tellings))
        for turn in turns
    )


PLANS: dict[str, Plan] = {
    # A case's plan at `council`: two working days at first.
    "case.plan": Plan(calm("plan"), permission=Permission.WORK_CASES),
    # A case's referral at `police` and above: four hours, day and night.
    "case.referral": Plan(
        (
            Turn(Ahead(timedelta(hours=1)), (Telling("referral.before", To.OWNER, OWNER, urgent=True),)),
            Turn(Late(), (Telling("referral.late", To.OWNER, OWNER, urgent=True),)),
            Turn(Late(Clock(30, Unit.MINUTES)), (Telling("referral.escalated", To.MANAGERS, ABOVE, urgent=True),)),
            Turn(
                Late(Clock(2, Unit.HOURS)),
                (
                    Telling("referral.escalated", To.MANAGERS, ABOVE, urgent=True),
                    Telling("referral.escalated", To.MONITORING, ABOVE, urgent=True),
                    Telling("referral.late", To.OWNER, OWNER, urgent=True),
                ),
            ),
        ),
        permission=Permission.WORK_CASES,
        in_working_time=False,
    ),
    # The next look at a case's plan, on a day that the officer chose.
    "case.look": Plan(
        (
            Turn(OnDay(0), (Telling("look.today", To.OWNER, OWNER, late_kind="look.late", can_wait=True),)),
            Turn(OnDay(1), (Telling("look.late", To.OWNER, OWNER),)),
            Turn(
                Late(TWO_WORKING_DAYS),
                (Telling("look.escalated", To.MANAGERS, ABOVE), Telling("look.late", To.OWNER, OWNER)),
            ),
        ),
        permission=Permission.WORK_CASES,
    ),
    # P28: the reporter has heard nothing for ten working days.
    "case.update": Plan(
        (
            Turn(Late(), (Telling("update.late", To.OWNER, OWNER),)),
            Turn(
                Late(TWO_WORKING_DAYS),
                (Telling("update.escalated", To.MANAGERS, ABOVE), Telling("update.late", To.OWNER, OWNER)),
            ),
        ),
        permission=Permission.WORK_CASES,
    ),
    # A task on a case.
    "task": Plan(calm("task")),
    # P31: a review of somebody's risk.
    "review": Plan(
        weekly("review"), every=7, permission=Permission.DO_REVIEWS, instead=Telling("owner.gone", To.MANAGERS, GONE)
    ),
    # P31: a venue is assessed anew.
    "venue.review": Plan(
        weekly("venue"), every=7, permission=Permission.ASSESS_VENUES, instead=Telling("owner.gone", To.MANAGERS, GONE)
    ),
    # What was to make a venue safer is in place.
    "venue.control": Plan(
        weekly("venue_control"),
        every=7,
        permission=Permission.SEE_VENUES,
        instead=Telling("owner.gone", To.MANAGERS, GONE),
    ),
    # What was offered to somebody and waits: for their answer, to be in place, or to be checked again.
    "plan": Plan(
        weekly("offer"), every=7, permission=Permission.DO_REVIEWS, instead=Telling("owner.gone", To.MANAGERS, GONE)
    ),
    # The same, said once to the person to whom it was offered, and on the last day. Nobody else hears of it.
    "plan.yours": Plan(
        (
            Turn(OnDay(-7), (Telling("plan.yours", To.OWNER, "You were offered it."),)),
            Turn(OnDay(0), (Telling("plan.yours", To.OWNER, "You were offered it."),)),
        ),
        permission=Permission.OWN_SAFETY,
        goes_up=False,
        counts=False,
    ),
    # P25: an application for the monitoring officer to decide, or what was granted to be looked at again.
    "interest": Plan(
        weekly("interest"),
        every=7,
        permission=Permission.DECIDE_INTERESTS,
        instead=Telling("owner.gone", To.MONITORING, GONE, path="/"),
    ),
    # P2 and P6: a proposal, or an appeal, waits for somebody who may decide.
    "register.decision": Plan(calm("register"), permission=Permission.DECIDE_REGISTER),
    # P4: the person is told, or two people have said why not.
    "register.notice": Plan(calm("register"), permission=Permission.SEE_REGISTER),
    # P4 and P5: an entry, or not telling about it, is looked at again. Late ones keep surfacing.
    "register.review": Plan(
        weekly("register"),
        every=7,
        permission=Permission.DECIDE_REGISTER,
        instead=Telling("owner.gone", To.MANAGERS, GONE),
    ),
    # P6: the time to appeal is over. Nobody can miss it, and one word is enough.
    "register.appeal-time": Plan(
        (Turn(OnDay(1), (Telling("register.appeal-time", To.OWNER, OWNER),)),), goes_up=False, counts=False
    ),
    # P8: somebody who is about to visit waits for a word.
    "look-up": Plan(calm("look_up"), permission=Permission.SEE_REGISTER),
    # Members are to be told of what is coming before it begins.
    "tension.briefing": Plan(
        weekly("tension_briefing"),
        every=7,
        permission=Permission.KEEP_TENSIONS,
        instead=Telling("owner.gone", To.MANAGERS, GONE),
    ),
    # What was learned of it is written down.
    "tension.close": Plan(
        weekly("tension_close"),
        every=7,
        permission=Permission.KEEP_TENSIONS,
        instead=Telling("owner.gone", To.MANAGERS, GONE),
    ),
    # P31: a councillor's own assessment of what they do. Those above learn that one is late, and not what it says.
    "activity.review": Plan(
        late_elsewhere(weekly("activity"), "/risk/activities/"), every=7, permission=Permission.OWN_SAFETY
    ),
    # A councillor asked for help with one.
    "activity.help": Plan(calm("activity_help"), permission=Permission.HELP_ACTIVITIES),
    # P27: somebody is to be called. Those above learn that it is late, and neither whose it is nor what for.
    "support": Plan(
        (
            Turn(OnDay(-2), (Telling("support.before", To.OWNER, OWNER),)),
            Turn(OnDay(0), (Telling("support.today", To.OWNER, OWNER),), even_if_begun=True),
            Turn(
                OnDay(1),
                (
                    Telling("support.overdue", To.OWNER, OWNER),
                    Telling("support.late", To.MANAGERS, ABOVE, path="/"),
                ),
            ),
        ),
        every=7,
        permission=Permission.SUPPORT,
        instead=Telling("owner.gone", To.MANAGERS, GONE, path="/"),
    ),
    # Somebody wanted to be asked again. Once is enough, and nobody else hears of it.
    "support.again": Plan(
        (Turn(OnDay(0), (Telling("support.again", To.OWNER, "You wanted to be asked again."),), even_if_begun=True),),
        goes_up=False,
        counts=False,
    ),
    # A time for which nobody is on duty. The manager who plans is told weeks, a week and a day before it comes.
    "rota.gap": Plan(
        (
            Turn(OnDay(-28), (Telling("rota.gap", To.MANAGERS, "You plan the duty rota."),), even_if_begun=True),
            Turn(OnDay(-7), (Telling("rota.gap", To.MANAGERS, "You plan the duty rota."),), even_if_begun=True),
            Turn(OnDay(-1), (Telling("rota.gap", To.MANAGERS, "You plan the duty rota."),), even_if_begun=True),
        ),
        permission=Permission.PLAN_ROTA,
    ),
}
