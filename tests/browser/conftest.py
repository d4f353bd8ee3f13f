import pytest

from councilsafe.access import Role
from tests.browser.reporter import Reporter
from tests.factories import PASSWORD, CouncillorFactory, UserFactory


@pytest.fixture
def reporter(page, live_server):
    UserFactory(roles=[Role.OFFICER], name="Olive Officer")
    councillor = CouncillorFactory()
    page.goto(f"{live_server.url}/accounts/login/?next=/report/")
    page.get_by_label("Email address").fill(councillor.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    return Reporter(page, live_server.url, councillor)
