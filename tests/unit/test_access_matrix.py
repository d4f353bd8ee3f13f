"""Every address and role against the table, and the table against every address there is."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from councilsafe.access import Role
from councilsafe.accounts.models import User
from councilsafe.duty.actions import add_absence, add_slot, add_week, ask_cover, plan_shift, write_note
from councilsafe.duty.models import Shift
from councilsafe.duty.weeks import Slot
from councilsafe.notifications.actions import tell
from councilsafe.notifications.views import as_shown
from incidents.actions import receive, start_draft
from incidents.actions.consent import set_consent
from incidents.actions.evidence import check_evidence
from incidents.actions.mail import hold_mail
from incidents.actions.people import Told, add_person
from incidents.actions.support import choose_wellbeing
from incidents.evidence.uploads import take
from incidents.models import Draft, Incident
from riskassess.models import RiskReview
from tests.access_matrix import COLUMNS, rows
from tests.access_matrix.things import ROOMS, Arguments
from tests.corpus.messages import MESSAGES
from tests.factories import POLICE, CouncillorDetailsFactory, CouncillorFactory, UserFactory, report
from tests.unit.incidents.evidence.samples import picture
from tests.unit.triage.versions import draft as drafted
from tests.unit.triage.versions import proposed, replayed
from triage import actions
from triage.actions.reading import decide_words, propose_words
from triage.actions.tasks import do_task
from triage.actions.views import save_view
from triage.models import BulkRun, Case, Pattern, PatternMember, WordEntry
from triage.process import Tier


def addresses(patterns: list[Any]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield str(pattern.name)


def test_every_address_is_in_the_table() -> None:
    assert {name for name, *_ in rows()} == set(addresses(get_resolver().url_patterns))


@pytest.fixture
def people() -> dict[str, User | None]:
    roles = {
        "officer": Role.OFFICER,
        "manager": Role.MANAGER,
        "monitoring": Role.MONITORING,
        "safety": Role.SAFETY,
        "champion": Role.CHAMPION,
        "group-lead": Role.GROUP_LEAD,
        "police": Role.POLICE,
        "admin": Role.ADMIN,
    }
    staff = {name: UserFactory(roles=[role]) for name, role in roles.items()}
    reporter = CouncillorFactory(councillor__group="Harvest Group")
    CouncillorDetailsFactory(user=staff["group-lead"], group="Harvest Group")
    return {"anonymous": None, "reporter": reporter, "stranger": CouncillorFactory(), **staff}


@pytest.fixture
def arguments(people: dict[str, Any]) -> Arguments:
    colleague = UserFactory(roles=[Role.OFFICER])
    reporter = people["reporter"]
    cases = {name: report(reporter, **POLICE) for name in ("new", "answered", "closed", "restricted")}
    for name in ("answered", "closed", "restricted"):
        cases[name] = actions.acknowledge(by=colleague, case=cases[name])
    actions.propose_override(by=colleague, case=cases["answered"], tier=Tier.COUNCIL, reason="Mistaken")
    actions.close(by=colleague, case=cases["closed"], reason="Over")
    for name in ("answered", "restricted"):
        for purpose in ("champion", "group"):
            set_consent(by=reporter, incident=cases[name].incident, purpose=purpose, given=True)
    restrict(cases["restricted"])
    support = choose_wellbeing(by=reporter, incident=cases["new"].incident, choice="call", may_know_what=True)
    silent = choose_wellbeing(by=reporter, incident=cases["answered"].incident, choice="call")
    start = timezone.now() + timedelta(days=1)
    shift = plan_shift(by=people["manager"], starts_at=start, ends_at=start + timedelta(hours=8), first=colleague)
    draft = start_draft(by=reporter)
    of_rooms = {name: found for room in ROOMS for name, found in room(people, cases).items()}
    return {
        **of_rooms,
        **{name: {"reference": case.reference} for name, case in cases.items()},
        "-": {},
        "key": {"uidb36": "1", "key": "set-password"},
        "draft": {"draft_id": draft.pk},
        "draft-step": {"draft_id": draft.pk, "key": "danger"},
        "review": {"reference": RiskReview.objects.get().reference},
        "shift": {"reference": shift.reference},
        **duty_of(colleague, shift, people["manager"]),
        "support": {"reference": support.reference},
        "mail": {"reference": hold_mail(by=None, file=take("a.eml", MESSAGES["plain"].content))[0].reference},
        "bulk": {"reference": BulkRun.objects.create(by=colleague, deed="close", wanted=1).reference},
        "view": {"reference": save_view(by=colleague, name="Grave", query="tier=police", shared=True).reference},
        "kept-view": {"reference": save_view(by=colleague, name="Mild", query="tier=log", shared=False).reference},
        "silent": {"reference": silent.reference},
        **versions_of_the_process(),
        **words_to_look_for(colleague),
        **tasks_of(cases, colleague),
        "notice": {"token": notice_to(reporter)},
        **files(reporter, cases["new"].incident, cases["restricted"].incident, draft),
        **patterns(cases["new"].incident, cases["restricted"].incident),
        **people_of_concern(people["monitoring"], cases["new"].incident, cases["restricted"].incident),
    }


def tasks_of(cases: dict[str, Case], by: User) -> Arguments:
    """Open, done, put away with its case; and one on the case that is kept for the monitoring officer."""
    open_one, done, *_ = cases["new"].tasks.order_by("id")
    found = {
        "task": open_one,
        "done-task": do_task(by=by, task=done),
        "ended-task": cases["closed"].tasks.order_by("id")[0],
        "kept-task": cases["restricted"].tasks.order_by("id")[0],
    }
    return {"kind": {"key": "safe_now"}} | {name: {"reference": task.reference} for name, task in found.items()}


def words_to_look_for(second: User) -> Arguments:
    """Proposed by another manager: some that wait for a second person, and some that one has agreed to."""
    by = UserFactory(roles=[Role.MANAGER])
    waits, agreed = (propose_words(by=by, sign="weapon", words=words, reason="Local") for words in ("sling", "bolas"))
    decide_words(by=second, entry=agreed, decision=WordEntry.State.ACTIVE, reason="Seen")
    return {"word": {"reference": waits.reference}, "agreed-word": {"reference": agreed.reference}}


def versions_of_the_process() -> Arguments:
    """Drafted by another monitoring officer: a draft, one that was replayed, and one that waits for a second person."""
    by = UserFactory(roles=[Role.MONITORING])
    made = {"process": drafted(by), "replayed": drafted(by), "proposed": proposed(by)}
    replayed(made["replayed"], by)
    found = {name: {"version": version.reference} for name, version in made.items()}
    return found | {"shipped": {"version": "1"}, "gates": {**found["process"], "section": "gates"}}


def notice_to(reader: User) -> str:
    message = tell(to=reader, kind="message", about_ref="CS-22222-33333", path="/my/reports/", key="notice")
    assert message
    return as_shown(message)["token"]


def duty_of(colleague: User, shift: Shift, manager: User) -> Arguments:
    """A colleague's own, asked of somebody else who is in no column."""
    asked = {"asked": UserFactory(roles=[Role.OFFICER]), "starts_at": shift.starts_at, "ends_at": shift.ends_at}
    cover = ask_cover(by=colleague, shift=shift, **asked)
    stretch = {"starts_at": shift.ends_at, "ends_at": shift.ends_at + timedelta(days=1)}
    absence = add_absence(by=colleague, person=colleague, kind="leave", **stretch)
    week = add_week(by=manager, name="Usual")
    slot = add_slot(by=manager, week=week, slot=Slot(0, time(9), time(17), 0, colleague))
    return {
        "cover": {"reference": cover.reference},
        "absence": {"reference": absence.reference},
        "note": {"reference": write_note(by=colleague, text="Nothing happened.").reference},
        "week": {"reference": week.reference},
        "slot": {"reference": week.reference, "slot_id": slot.pk},
    }


def files(by: User, new: Incident, restricted: Incident, draft: Draft) -> Arguments:
    """A picture each, checked and with its preview."""
    sent = {"file": {"incident": new}, "kept-file": {"incident": restricted}, "draft-file": {"draft": draft}}
    found = {name: receive(by=by, files=[take("a.jpg", picture())], **of)[0] for name, of in sent.items()}
    for evidence in found.values():
        check_evidence(evidence_id=evidence.pk)
    [mail] = receive(by=by, files=[take("a.eml", MESSAGES["plain"].content)], draft=draft)
    of_draft = {"draft_id": draft.pk, "reference": mail.reference}
    return {name: {"reference": evidence.reference} for name, evidence in found.items()} | {"draft-mail": of_draft}


def patterns(new: Incident, restricted: Incident) -> Arguments:
    """Offered, with one report each."""
    found = {"pattern": new, "kept-pattern": restricted}
    made = {name: Pattern.objects.create(kind="series", why="They look alike.") for name in found}
    for name, pattern in made.items():
        PatternMember.objects.create(pattern=pattern, incident=found[name])
    return {name: {"reference": pattern.reference} for name, pattern in made.items()}


def people_of_concern(by: User, new: Incident, restricted: Incident) -> Arguments:
    known, kept = (
        add_person(by=by, incident=incident, told=Told(kind="partly", label="Jo", standing="confirmed"))
        for incident in (new, restricted)
    )
    return {
        "person": {"reference": known.reference},
        "kept-person": {"reference": kept.reference},
        "person-on": {"reference": known.reference, "incident_reference": new.reference},
        "person-on-kept": {"reference": known.reference, "incident_reference": restricted.reference},
        "kept-person-on": {"reference": kept.reference, "incident_reference": new.reference},
    }


def restrict(case: Case) -> None:
    case.incident.restricted = True
    case.incident.save(update_fields=["restricted"])


@pytest.mark.django_db
@pytest.mark.parametrize("column", COLUMNS)
def test_each_gets_what_the_table_says(column: str, people: dict[str, Any], arguments: Arguments) -> None:
    client = Client(raise_request_exception=False)
    if people[column]:
        client.force_login(people[column])
    found = {
        (name, method, about): answer(client, method, reverse(name, kwargs=arguments[about]))
        for name, method, about, _ in rows()
    }
    wanted = {(name, method, about): cells[column] for name, method, about, cells in rows()}
    assert {key: (wanted[key], got) for key, got in found.items() if got != wanted[key]} == {}


def answer(client: Client, method: str, path: str) -> str:
    """What the request gets, and as if it had never been made."""
    with transaction.atomic():
        response = client.generic(method, path, content_type="application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    if response.streaming:
        list(response.streaming_content)  # which closes the file
    return meaning(response)


def meaning(response: HttpResponse) -> str:
    if response.status_code == 302:
        return "in" if response["Location"].startswith(reverse("account_login")) else "ok"
    return "ok" if response.status_code in {200, 503} else str(response.status_code)
