"""The settings fail at start-up, and say which variable and what to do. Each is read in a process of its own."""

import os
import subprocess
import sys

import pytest
from pyrage import x25519

from councilsafe.services import BASE_DIR
from riskassess.profiles.kinds import KINDS

GOOD = {
    "SECRET_KEY": "a-long-random-text-0123456789-0123456789-0123456789",
    "DATABASE_URL": "postgresql://somebody@127.0.0.1/somewhere",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EVIDENCE_KEYS": str(x25519.Identity.generate()),
    "SITE_URL": "https://councilsafe.example.org",
}
ASK = "from django.conf import settings; print(settings.DEMO_MODE, settings.SESSION_COOKIE_SECURE, settings.HTTPS)"


def read_settings(**environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "DATA_DIR") if name in os.environ}
    environment = kept | {"DJANGO_SETTINGS_MODULE": "councilsafe.settings"} | environment
    return subprocess.run(
        [sys.executable, "-c", ASK], env=environment, cwd=BASE_DIR, capture_output=True, text=True, check=False
    )


def test_production_is_secure_and_no_demonstration() -> None:
    found = read_settings(**GOOD)
    assert found.stdout.split() == ["False", "True", "True"], found.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "EVIDENCE_KEYS", "DATABASE_URL", "REDIS_URL"])
@pytest.mark.parametrize("value", [None, "", "  "])
def test_what_is_missing_is_named_with_what_to_do(name: str, value: str | None) -> None:
    rest = {key: text for key, text in GOOD.items() if key != name}
    found = read_settings(**rest, **({} if value is None else {name: value}))
    assert found.returncode != 0
    assert f"{name} is not set. Set it to" in found.stderr


@pytest.mark.parametrize(
    ("demo", "debug", "starts"),
    [
        ("off", "off", True),
        ("on", "on", True),
        ("on", "off", False),
        ("on-without-debug", "off", True),
        ("yes", "on", False),
    ],
)
def test_demo_mode_without_debug_has_to_be_asked_for_by_name(demo: str, debug: str, starts: bool) -> None:
    found = read_settings(**GOOD, DEMO_MODE=demo, DEBUG=debug)
    assert (found.returncode == 0) is starts, found.stderr
    if not starts:
        assert "DEMO_MODE" in found.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("EVIDENCE_KEYS", "a password", "EVIDENCE_KEYS: number 1 is no key. Make one with:"),
        ("EVIDENCE_KEYS", f"{GOOD['EVIDENCE_KEYS']},x", "EVIDENCE_KEYS: number 2 is no key. Make one with:"),
        ("CLAMD_ADDRESS", "localhost:3310", "Set it to tcp://host:3310 or unix:///path"),
    ],
    ids=["no key", "a key and no key", "no address of a scanner"],  # the key is another one in every process
)
def test_what_is_wrong_is_named_with_what_to_do(name: str, value: str, said: str) -> None:
    found = read_settings(**GOOD | {name: value})
    assert found.returncode != 0
    assert said in found.stderr
    assert GOOD["EVIDENCE_KEYS"] not in found.stderr


NOTIFY_KEY = "production-" + "a" * 36 + "-" + "b" * 36
LONG = "a long random text of our own"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"NOTIFY_API_KEY": "short", "NOTIFY_EMAIL_TEMPLATE": "t"}, "NOTIFY_API_KEY"),
        ({"NOTIFY_API_KEY": NOTIFY_KEY}, "NOTIFY_EMAIL_TEMPLATE"),
        ({"NOTIFY_URL": "http://notify.example.org"}, "NOTIFY_URL"),
        ({"NOTIFY_CALLBACK_TOKEN": "short"}, "NOTIFY_CALLBACK_TOKEN"),
        ({"CHAT_WEBHOOK_URL": "http://chat.example.org/hook", "CHAT_WEBHOOK_SECRET": LONG}, "CHAT_WEBHOOK_URL"),
        ({"CHAT_WEBHOOK_URL": "https://chat.example.org/hook"}, "CHAT_WEBHOOK_SECRET"),
        ({"DAILY_MAIL_AT": "early"}, "DAILY_MAIL_AT"),
    ],
)
def test_a_channel_that_is_set_up_wrongly_is_named(wrong: dict[str, str], named: str) -> None:
    found = read_settings(**GOOD, **wrong)
    assert found.returncode != 0
    assert named in found.stderr.splitlines()[-1]


def test_channels_that_are_set_up_rightly_start() -> None:
    notify = {"NOTIFY_API_KEY": NOTIFY_KEY, "NOTIFY_EMAIL_TEMPLATE": "t", "NOTIFY_SMS_TEMPLATE": "t"}
    chat = {"CHAT_WEBHOOK_URL": "https://chat.example.org/hook", "CHAT_WEBHOOK_SECRET": LONG}
    found = read_settings(**GOOD, **notify, **chat, NOTIFY_CALLBACK_TOKEN=LONG, DAILY_MAIL_AT="07:45")
    assert found.returncode == 0, found.stderr


def test_a_name_of_nothing_that_can_be_offered_stops_every_process() -> None:
    start = [sys.executable, "-c", "import django; django.setup(); print('started')"]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "DATA_DIR") if name in os.environ}
    plain = kept | GOOD | {"DJANGO_SETTINGS_MODULE": "councilsafe.settings"}

    def started(names: str) -> "subprocess.CompletedProcess[str]":
        environment = plain | {"OFFER_ALSO_LOW": names}
        return subprocess.run(start, env=environment, cwd=BASE_DIR, capture_output=True, text=True, check=False)

    assert "started" in started("cctv, lighting").stdout
    wrong = started("cctv,moat")
    assert wrong.returncode != 0
    assert "OFFER_ALSO_LOW: nothing is called 'moat'. Set it to some of: home_survey, cctv" in wrong.stderr


def test_every_name_that_can_be_offered_is_documented() -> None:
    line = next(one for one in (BASE_DIR / "docs/deploying.md").read_text().splitlines() if "OFFER_ALSO_LOW" in one)
    assert all(f"`{name}`" in line for name in KINDS)
