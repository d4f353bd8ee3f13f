"""The look-up before a visit: whether what comes back tells who is in the register (P8, decision 0027).

Over a socket, into a real worker, about somebody who is in it and somebody who is not, in pairs whose order is drawn:
the machine's moods reach both.
"""

import http.client
import random
import re
import statistics
import string
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from django.conf import settings

from bench.figures import Figure
from bench.server import csrf_token, session, web
from bench.world import empty
from councilsafe.access import Role
from councilsafe.accounts.models import User
from incidents.actions import start_draft, submit_report
from incidents.actions.people import Told, add_person
from incidents.people.normalise import Given
from riskassess.actions import register

NAMES = ["look-up"]
COUNCIL = "lookups"
PAGE = "/my/safety/look-up/"
PEOPLE, PAIRS = 40, 400
SLOWER_AT_MOST = 1.1
# How often somebody guesses right who asks about two people, one after the other, and takes the slower one for the one
# in the register (or always the faster). Where nothing can be told, chance makes it worse in one of 1,800 runs.
GUESSED_AT_MOST = 0.585
DELAY_NOTICED = 0.1  # of the time: had everybody in the register taken so much longer, this would have found it
LIMITS = {"LOOK_UPS_IN_TEN_MINUTES": "1000000", "LOOK_UPS_A_DAY": "1000000"}
Times = list[float]


def figures(only: str) -> Iterator[Figure]:
    if not NAMES[0].startswith(only):
        return
    empty(COUNCIL)
    listed, others, asks = fill()
    with web(COUNCIL, **LIMITS) as (port, _):
        asker = Asker(port, f"{settings.SESSION_COOKIE_NAME}={session(asks)}")
        theirs, ours = measured(asker, listed, others)
    yield Figure("look-up-answers-of-more-than-one-kind", len(asker.answers) - 1, 0, "answers")
    medians = statistics.median(theirs), statistics.median(ours)
    yield Figure("look-up-slower-to-faster", max(medians) / min(medians), SLOWER_AT_MOST)
    yield Figure("look-up-guessed-by-time", guessed(theirs, ours), GUESSED_AT_MOST, "of 1")
    yield Figure("look-up-delay-noticed", delay_noticed(theirs, ours), DELAY_NOTICED, "of 1")


class Asker:
    """Asks as a browser does, and keeps each kind of answer: its status, its headers and every byte of its body."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port = port
        self.token = csrf_token(http.client.HTTPConnection("127.0.0.1", port), PAGE, cookie)
        self.cookie = f"{cookie}; {settings.CSRF_COOKIE_NAME}={self.token}"
        self.answers: set[tuple[str, ...]] = set()

    def ask(self, name: str) -> float:
        """Seconds from pressing the button until the advice is read."""
        said = urlencode({"csrfmiddlewaretoken": self.token, "name": name, "address": "", "purpose": "About a fence"})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        began = time.perf_counter()
        connection.request("POST", PAGE, said, self.headers("application/x-www-form-urlencoded"))
        sent = plain(connection.getresponse())
        connection.request("GET", f"{PAGE}asked/", headers=self.headers())
        read = plain(connection.getresponse())
        took = time.perf_counter() - began
        connection.close()
        if not (sent[0] == "302" and read[0] == "200"):
            raise SystemExit(f"Asking answers {sent[0]} and {read[0]}")
        self.answers.add((*sent, *read))
        return took

    def headers(self, kind: str = "") -> dict[str, str]:
        return {"Cookie": self.cookie} | ({"Content-Type": kind} if kind else {})


def plain(answer: http.client.HTTPResponse) -> tuple[str, ...]:
    """Without the hour and the token, which differ each time that anything is asked. Their length stays."""
    headers = [f"{name}: {value}" for name, value in answer.getheaders() if name != "Date"]
    text = "\n".join([*headers, answer.read().decode()])
    masked = re.sub(r'(csrf\w+(?:=|" value="))(\w+)', lambda found: found[1] + "x" * len(found[2]), text)
    return str(answer.status), re.sub(r"expires=[^;]+", "", masked)


def fill() -> tuple[list[str], list[str], User]:
    """Names in the register, as many others of the same length, and somebody who asks."""
    chance = random.Random(8)  # nosec B311  # invented names, not secrets
    names = ["".join(chance.choices(string.ascii_lowercase, k=14)) for _ in range(2 * PEOPLE)]
    names = [f"{name[:6]} {name[6:]}".title() for name in names]
    asks, proposer, approver = (
        User.objects.create_user(f"{role}@example.org", "unused", name=role, roles=[role])
        for role in (Role.COUNCILLOR, Role.OFFICER, Role.MANAGER)
    )
    facts = {"conduct": ["threat"], "source": "known_resident"}
    incident = submit_report(by=asks, draft=start_draft(by=asks), facts=facts, told={"description": "A threat."})
    for name in names[:PEOPLE]:
        told = Told(kind="known", label=name, standing="confirmed", known_by=[Given("name", name)])
        person = add_person(by=proposer, incident=incident, told=told)
        about = {"conduct": "A threat.", "advice": "not-alone"}
        entry = register.propose(by=proposer, incident=incident, person=person, **about)
        entry = register.consider(by=proposer, entry=entry, text="Nothing is known.")
        register.decide(by=approver, entry=entry, approves=True, reason="It was meant.")
    return names[:PEOPLE], names[PEOPLE:], asks


def measured(asker: Asker, listed: list[str], others: list[str]) -> tuple[Times, Times]:
    chance = random.Random(27)  # nosec B311  # an order, not a secret
    theirs: Times = []
    ours: Times = []
    for name in others[:5]:
        asker.ask(name)  # warms what is cold
    for _ in range(PAIRS):
        pair = [(listed, theirs), (others, ours)]
        chance.shuffle(pair)
        for names, times in pair:
            times.append(asker.ask(chance.choice(names)))
    return theirs, ours


def guessed(theirs: Times, ours: Times) -> float:
    """Pair by pair, because a busy minute of the machine reaches both of a pair."""
    slower = sum((one > other) + (one == other) / 2 for one, other in zip(theirs, ours, strict=True))
    return max(slower, len(theirs) - slower) / len(theirs)


def delay_noticed(theirs: Times, ours: Times) -> float:
    """The least share of the usual time that would have been found, had each of theirs taken so much longer."""
    usual = statistics.median(ours)
    shares = [step / 1000 for step in range(1, 1000)]
    noticed = (one for one in shares if guessed([took + one * usual for took in theirs], ours) > GUESSED_AT_MOST)
    return next(noticed, 1.0)
