"""Who is told that files were added to a case."""

import pytest

from councilsafe.notifications.models import OutboxMessage
from incidents.actions import receive
from incidents.evidence.uploads import take
from tests.factories import CouncillorFactory, officer, report
from tests.unit.incidents.evidence.samples import picture

pytestmark = pytest.mark.django_db
ONE, TWO = picture(), picture("PNG")


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.EVIDENCE_DIR = tmp_path / "evidence"


def told():
    rows = OutboxMessage.objects.filter(kind="files").select_related("recipient").order_by("id")
    return [(row.recipient, row.path) for row in rows]


def test_the_owner_is_told_of_the_reporters_files_and_the_reporter_of_the_owners():
    worker, reporter = officer(), CouncillorFactory()
    case = report(reporter)
    receive(by=reporter, files=[take("a.jpg", ONE), take("b.png", TWO)], incident=case.incident)
    assert told() == [(worker, case.get_absolute_url())]
    receive(by=worker, files=[take("c.jpg", ONE)], incident=case.incident)
    assert told()[1:] == [(reporter, f"/my/reports/{case.reference}/")]


def test_nobody_is_told_of_the_same_file_again_nor_of_what_a_message_brings():
    officer()
    reporter = CouncillorFactory()
    incident = report(reporter).incident
    receive(by=reporter, files=[take("a.jpg", ONE)], incident=incident)
    receive(by=reporter, files=[take("a.jpg", ONE)], incident=incident)
    message = incident.messages.create(author=reporter, from_team=False, body="Look")
    receive(by=reporter, files=[take("b.png", TWO)], incident=incident, message=message)
    assert len(told()) == 1
