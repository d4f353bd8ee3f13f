"""The command `assess_cases`. None of these tests may use the database, so the command needs none."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

LOITERING = {"id": "A1", "facts": {"conduct": ["following_or_loitering"], "source": "councillor"}}
CRITICISM = {"id": "B22", "facts": {"conduct": ["criticism"]}, "expected_tier": "log", "text": "A story."}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "cases.json"


def assess(file, cases, *options):
    file.write_text(cases if isinstance(cases, str) else json.dumps(cases), encoding="utf-8")
    out = StringIO()
    try:
        call_command("assess_cases", str(file), *options, stdout=out)
    except CommandError as error:
        return out.getvalue(), str(error), error.returncode
    return out.getvalue(), "", 0


def test_the_table_has_tier_points_gates_and_routes_of_every_case(file):
    out, error, code = assess(file, [LOITERING, CRITICISM])
    rows = [line.split() for line in out.splitlines()]
    assert rows == [
        ["case", "tier", "points", "gates", "routes"],
        ["A1", "police", "0", "loitering", "monitoring_officer"],
        ["B22", "log", "0", "-", "-"],
    ]
    assert (error, code) == ("", 0)


def test_json_says_the_same_and_gives_the_reasons(file):
    out, _, _ = assess(file, [LOITERING, CRITICISM], "--format", "json")
    first, second = json.loads(out)
    assert first == {
        "id": "A1",
        "tier": "police",
        "points": 0,
        "gates": ["loitering"],
        "routes": ["monitoring_officer"],
        "reasons": ["There are signs of following, or of loitering near home or work."],
        "expected_tier": None,
    }
    assert (second["tier"], second["expected_tier"]) == ("log", "log")


@pytest.mark.parametrize("form", ["table", "json"])
def test_a_mismatch_is_told_after_all_results_and_fails(file, form):
    wrong = [LOITERING | {"expected_tier": "council"}, CRITICISM]
    out, error, code = assess(file, wrong, "--format", form)
    assert "A1" in out
    assert "B22" in out
    assert error == "Case A1: expected council, got police.\n1 of 2 cases differ."
    assert code == 1


def test_wrong_facts_fail_before_anything_is_assessed(file):
    wrong = [{"id": "A", "facts": {"mood": 1}}, CRITICISM, {"id": "C", "facts": {"place": "moon"}}]
    out, error, code = assess(file, wrong)
    first, second = error.splitlines()
    assert first.startswith("Case A: mood is not a fact. Facts: channel,")
    assert second == "Case C: place: 'moon' is not allowed. Allowed: remote, public_place, workplace, home"
    assert (out, code) == ("", 1)


def test_a_version_can_be_named(file):
    assert assess(file, [LOITERING], "--process", "1")[2] == 0


def test_a_version_that_does_not_exist_fails(file):
    _, error, code = assess(file, [LOITERING], "--process", "99")
    assert error.startswith("There is no version '99'")
    assert code == 1


def test_a_file_that_is_not_json_fails(file):
    assert "not JSON that can be read" in assess(file, "[{")[1]


def test_a_file_that_is_not_text_fails(file):
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match="not text in UTF-8"):
        call_command("assess_cases", str(file))


def test_a_file_that_does_not_exist_fails(file):
    with pytest.raises(CommandError, match="No such file"):
        call_command("assess_cases", str(file))
