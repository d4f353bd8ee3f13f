import pytest

from councilsafe.access import Role
from councilsafe.accounts.models import User
from insight.landing import landing, plans


@pytest.mark.parametrize(
    ("roles", "name"),
    [
        ([Role.COUNCILLOR], "report-start"),
        ([Role.OFFICER], "queue"),
        ([Role.MANAGER], "dashboard"),
        ([Role.MONITORING], "dashboard"),
        ([Role.SAFETY], "risk-reviews"),
        ([Role.COUNCILLOR, Role.CHAMPION], "report-start"),
        ([Role.SAFETY, Role.COUNCILLOR], "report-start"),
        ([Role.CHAMPION], "support"),
        ([Role.GROUP_LEAD], "support-shared"),
        ([Role.POLICE], None),
        ([Role.ADMIN], None),
        ([], None),
    ],
)
def test_everybody_comes_in_where_they_belong(roles: list[Role], name: str | None) -> None:
    assert landing(User(roles=roles)) == name


def test_who_has_no_page_yet_is_told_what_will_be_here() -> None:
    for role in (Role.POLICE, Role.ADMIN):
        assert len(plans(User(roles=[role]))) == 1
    assert plans(User(roles=[])) == []
