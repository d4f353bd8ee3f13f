"""What is coming: a draft with a briefing that has not gone, and one that the reporter was told of."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.evidence.uploads import take
from riskassess.actions import briefing_files, briefings, tensions
from riskassess.models import BriefingFile, Tension
from tests.factories import UserFactory
from tests.unit.incidents.evidence.samples import picture
from triage.models import Case

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


def of_tensions(people: dict[str, Any], cases: dict[str, Case]) -> dict[str, dict[str, Any]]:
    by, first = UserFactory(roles=[Role.OFFICER]), timezone.localdate() + timedelta(days=10)
    about = {"coming": "A vote.", "starts_on": first, "ends_on": first, "members": [people["reporter"]]}
    draft, told = (tensions.add_tension(by=by, title="The vote", **about) for _ in range(2))
    unsent = briefings.write_briefing(by=by, tension=draft, text="Take care.")
    written = briefings.write_briefing(by=by, tension=told, text="Take care.")
    files = {"sent-picture": attached(by, told, picture()), "sent-pdf": attached(by, told, PDF)}
    sent = tensions.send_briefing(by=by, briefing=written)
    files |= {"unsent-pdf": attached(by, draft, PDF)}
    named = {"draft-tension": draft, "tension": told, "unsent-briefing": unsent, "briefing": sent, **files}
    found = {name: {"reference": one.reference} for name, one in named.items()}
    counted = {"tension-incident": {"reference": told.reference, "incident": cases["new"].incident.reference}}
    return (
        found
        | counted
        | {f"missing-{what}": {"what": what} for what in ("band", "briefings", "unopened", "letters", "nothing")}
    )


def attached(by: User, tension: Tension, content: bytes) -> BriefingFile:
    [file] = briefing_files.add_files(by=by, tension=tension, files=[take("a.bin", content)])
    briefing_files.check_briefing_file(file_id=file.pk)
    return file
