"""Who is behind the demonstration's incidents: invented people, some of whom turn out to be one."""

import random
from dataclasses import dataclass

from councilsafe.accounts.models import User
from incidents.actions.people import Told, add_person, set_standing
from incidents.models import Incident, PersonOfConcern
from incidents.people.normalise import Given

NAMED_SHARE = 0.3  # of the incidents whose source fits somebody below
WHY = ["The same turns of phrase.", "The councillor knows them.", "They signed it.", "They were seen."]


@dataclass(frozen=True)
class Invented:
    """`source` is the fact of the incidents that they are behind. Numbers, mails and plates are nobody's."""

    source: str
    kind: str
    label: str
    known_by: tuple[Given, ...]


CAST = [
    Invented(
        "known_resident",
        "known",
        "Corin Vetch",
        (Given("name", "Mr Corin Vetch"), Given("phone", "01632 960 141"), Given("email", "corin.vetch@example.org")),
    ),
    Invented(
        "known_resident",
        "known",
        "Isolde Marsham",
        (Given("name", "Isolde Marsham"), Given("address", "12 Pepper Street, Wexcombe")),
    ),
    Invented("known_resident", "partly", "Vetch, by letter", (Given("name", "Vetch, Corrin"),)),
    Invented("anonymous", "account", "Wexcombe Watchdog", (Given("handle", "@wexwatchdog", "x"),)),
    Invented("anonymous", "account", "The one who answers at night", (Given("handle", "facebook.com/wexwatchdog"),)),
    Invented("anonymous", "partly", "A voice on the telephone", (Given("phone", "+44 1632 960141"),)),
    Invented("stranger", "partly", "Man with the grey van", (Given("vehicle", "grey van, WQ07 XQZ"),)),
    Invented("group", "many", "Those of the bus gate page", (Given("handle", "keepthegateshut", "facebook"),)),
]


class Concern:
    """Officers name people as they deal with reports: somebody new at first, then the same ones again."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # nosec B311  # invented people, not secrets
        self.known: dict[str, PersonOfConcern] = {}

    def name(self, incident: Incident, officer: User) -> None:
        fitting = [one for one in CAST if one.source == incident.source]
        if fitting and self.chance.random() < NAMED_SHARE:
            self.put(self.chance.choice(fitting), incident, officer)

    def put(self, one: Invented, incident: Incident, officer: User) -> None:
        said = {"standing": self.chance.choice(["confirmed", "possible"]), "why": self.chance.choice(WHY)}
        if one.label in self.known:
            set_standing(by=officer, incident=incident, person=self.known[one.label], **said)
        else:
            told = Told(kind=one.kind, label=one.label, known_by=one.known_by, **said)
            self.known[one.label] = add_person(by=officer, incident=incident, told=told)
