"""Who may do what to a version of the threat process. Each raises ActionDenied with a reason a person can read."""

from councilsafe.accounts.guards import ActionDenied
from councilsafe.accounts.models import User
from triage.models import ProcessVersion, Replay
from triage.process.checks import problems
from triage.process_lifecycle import STEPS, Stage


def check_step(user: User, version: ProcessVersion, name: str) -> None:
    step = STEPS[name]
    if not user.may(step.permission):
        raise ActionDenied("Your role does not include this.")
    if version.stage not in step.sources:
        raise ActionDenied(
            f"This version is now “{Stage(version.stage).label.lower()}”, so that is no longer possible."
        )


def is_another(user: User, version: ProcessVersion) -> bool:
    """Neither drafted, nor changed, nor proposed by them."""
    return user.pk not in {version.drafted_by_id, version.changed_by_id, version.proposed_by_id}


def check_second(user: User, version: ProcessVersion, name: str) -> None:
    check_step(user, version, name)
    if not is_another(user, version):
        raise ActionDenied("You drafted, changed or proposed this version. A second person has to decide it.")


def steps_open_to(user: User, version: ProcessVersion) -> list[str]:
    """The names of the steps that this user could take now."""
    return [
        name
        for name, step in STEPS.items()
        if user.may(step.permission)
        and version.stage in step.sources
        and (name not in {"approve", "refuse"} or is_another(user, version))
    ]


def latest_replay(version: ProcessVersion) -> Replay | None:
    return version.replays.order_by("-id").first()


def why_not_proposed(version: ProcessVersion, replay: Replay | None, in_force_digest: str) -> str:
    """What is still missing before it can be proposed; empty when nothing is."""
    if problems(version.data):
        return "It breaks a rule that every version keeps. Open the draft to see which."
    if replay is None:
        return "Replay it first, to see which incidents would have gone another way."
    if replay.digest != version.digest:
        return "It was changed after it was replayed. Replay it again."
    if replay.against_digest != in_force_digest:
        return "Another version has come into force since it was replayed. Replay it again."
    return "" if replay.finished_at else "The replay is not finished yet."
