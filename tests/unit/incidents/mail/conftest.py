from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from councilsafe.accounts.models import User
from incidents.actions.mail import hold_mail
from incidents.evidence.uploads import take
from incidents.models import HeldMail
from tests.corpus.messages import MESSAGES
from tests.factories import CouncillorFactory, officer


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    return settings.EVIDENCE_DIR


@pytest.fixture
def olive(db: None) -> User:
    return officer(name="Olive Officer")


@pytest.fixture
def desk(client: Client, olive: User) -> Client:
    client.force_login(olive)
    return client


@pytest.fixture
def casey(db: None) -> User:
    return CouncillorFactory(name="Casey Councillor", email="casey@council.example")


def held(name: str = "plain", by: User | None = None) -> HeldMail:
    """The message of that name in the corpus, as if it came in now."""
    mail, _ = hold_mail(by=by, file=take("a.eml", MESSAGES[name].content))
    return mail
