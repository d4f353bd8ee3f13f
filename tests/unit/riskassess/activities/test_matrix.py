import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskassess.activities.kinds import ActivityKind, shipped
from riskassess.activities.matrix import ORDER, level, needs_help, score

FIVE = st.integers(1, 5)


@given(FIVE, FIVE, FIVE, FIVE)
def test_more_of_either_is_never_a_lower_level(likelihood: int, severity: int, more: int, worse: int) -> None:
    higher = level(score(max(likelihood, more), max(severity, worse)))
    assert ORDER.index(higher) >= ORDER.index(level(score(likelihood, severity)))


@pytest.mark.parametrize(
    ("points", "name"),
    [(1, "low"), (4, "low"), (5, "medium"), (9, "medium"), (10, "high"), (16, "high"), (20, "very-high")],
)
def test_where_levels_begin(points: int, name: str) -> None:
    assert level(points) == name
    assert needs_help(level(points)) == (points >= 10)


@pytest.mark.parametrize("pair", [(0, 1), (1, 0), (6, 1), (1, 6)])
def test_nothing_outside_the_matrix_has_a_score(pair: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        score(*pair)


def test_every_kind_begins_with_hazards_and_what_helps() -> None:
    assert set(shipped()) == set(ActivityKind.values)
    assert all(one.title and one.who and one.controls for some in shipped().values() for one in some)
