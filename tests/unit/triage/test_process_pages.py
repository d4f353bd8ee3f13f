"""The pages of versions: what is typed is kept, every refusal names its rule, and hidden reports stay hidden."""

import time
import tomllib
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents.models import Incident
from tests.factories import CouncillorFactory, IncidentFactory, officer
from tests.unit.triage.versions import (
    NAMES,
    POINTS,
    SHIPPED,
    approved,
    draft,
    manager,
    monitoring,
    proposed,
    quicker,
    replayed,
    without,
)
from triage.actions.process import change_draft
from triage.models import ProcessVersion, ReplayedIncident
from triage.process.export import as_toml
from triage.process.imports import NotAVersionError, data_from
from triage.process.musts import MUST_BE_GATES
from triage.process.rules import digest_of
from triage.process.shipped import data_of
from triage.process_files import LARGEST

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localtime() + timedelta(days=1)


@pytest.fixture
def mo():
    return monitoring(name="Mona Monitoring")


def as_user(user):
    client = Client()
    client.force_login(user)
    return client


def page(name, version, **more):
    return reverse(name, kwargs={"version": version.reference, **more})


def gates(off=(), seen=1):
    return {"seen": seen, **{f"gates-{name}": "on" for name in NAMES - set(off)}}


def points(council=4, police=15, seen=1, **changed):
    thresholds = {"points-threshold_council": council, "points-threshold_police": police}
    return {"seen": seen, **thresholds, **{f"points-{name}": value for name, value in (POINTS | changed).items()}}


def clocks(seen=1, **changed):
    sent = {"seen": seen}
    for tier, pair in SHIPPED["clocks"].items():
        for name, clock in pair.items():
            sent |= {f"clocks-{tier}_{name}": clock["amount"], f"clocks-{tier}_{name}_unit": clock["unit"]}
    return sent | {f"clocks-{name}": value for name, value in changed.items()}


def text_of(response):
    return response.content.decode()


class TestSections:
    @pytest.mark.parametrize(
        ("section", "sent", "check"),
        [
            ("gates", gates(off=["damage"]), lambda data: "damage" not in {gate["name"] for gate in data["gates"]}),
            (
                "points",
                points(insult=2),
                lambda data: {"name": "insult", "points": 2}.items() <= data["points"][0].items(),
            ),
            ("points", points(council=3), lambda data: data["thresholds"] == {"council": 3, "police": 15}),
            (
                "clocks",
                clocks(council_act=1),
                lambda data: data["clocks"]["council"]["act"] == {"amount": 1, "unit": "working_days"},
            ),
            ("name", {"seen": 1, "title": "Ours"}, lambda data: data["title"] == "Ours"),
        ],
        ids=["gates", "points", "thresholds", "clocks", "name"],
    )
    def test_what_keeps_the_rules_is_saved(self, mo, section, sent, check):
        version = draft(mo, SHIPPED)
        answer = as_user(mo).post(page("process-change", version, section=section), sent)
        assert answer.status_code == 302, text_of(answer)
        assert check(ProcessVersion.objects.get().data)

    @pytest.mark.parametrize("section", ["gates", "points", "clocks", "name"])
    def test_saving_what_stands_there_changes_nothing_but_the_revision(self, mo, section):
        version = draft(mo, without("damage"))
        client, address = as_user(mo), page("process-change", version, section=section)
        form = client.get(address).context["form"]
        sent = {
            name: value
            for name, field in form.fields.items()
            if (value := form.get_initial_for_field(field, name)) is not False
        }
        assert client.post(address, sent).status_code == 302
        after = ProcessVersion.objects.get()
        assert (after.digest, after.revision) == (version.digest, 2)

    @pytest.mark.parametrize("name", MUST_BE_GATES)
    def test_a_gate_that_must_be_cannot_be_switched_off_and_the_rule_is_named(self, mo, name):
        version = draft(mo, SHIPPED)
        answer = as_user(mo).post(page("process-change", version, section="gates"), gates(off=[name]))
        assert MUST_BE_GATES[name] in str(answer.context["form"].errors[f"gates-{name}"])
        assert ProcessVersion.objects.get().digest == version.digest

    def test_a_police_gate_without_a_floor_is_refused_at_its_field(self, mo):
        version = draft(mo, SHIPPED)
        sent = gates(off=["intrusion_at_home", "conduct_to_act_on"])
        answer = as_user(mo).post(page("process-change", version, section="gates"), sent)
        assert "no floor left" in str(answer.context["form"].errors["gates-intrusion_at_home"])

    @pytest.mark.parametrize(
        ("section", "sent", "field"),
        [
            ("points", points(five_times=1), "points-five_times"),
            ("points", points(police=3), "__all__"),
            ("points", points(insult="many"), "points-insult"),
            ("points", points(insult=-1), "points-insult"),
            ("points", points(fixated=15), "points-fixated"),
            ("points", points(council=9), "__all__"),
            ("clocks", clocks(police_acknowledge=2), "clocks-police_acknowledge"),
            ("clocks", clocks(emergency_acknowledge_unit="working_days"), "clocks-emergency_acknowledge"),
            ("clocks", clocks(police_act_unit="weeks"), "clocks-police_act_unit"),
            ("name", {"seen": 1, "title": ""}, "title"),
            ("name", {"seen": 1, "title": "A\u200btitle"}, "__all__"),
        ],
        ids=lambda value: value if isinstance(value, str) else "",
    )
    def test_what_breaks_a_rule_is_refused_at_its_field_and_what_was_typed_is_kept(self, mo, section, sent, field):
        version = draft(mo, SHIPPED)
        answer = as_user(mo).post(page("process-change", version, section=section), sent)
        form = answer.context["form"]
        assert field in form.errors, form.errors
        assert "There is a problem" in text_of(answer)
        for name, value in sent.items():
            if name.startswith("points-") or name.endswith("_acknowledge"):
                assert str(form[name].value()) == str(value)
        assert ProcessVersion.objects.get().digest == version.digest

    def test_two_who_change_it_at_once_lose_nothing(self, mo):
        version = draft(mo, SHIPPED)
        change_draft(by=monitoring(), version=version, seen=1, data={**version.data, "title": "Theirs"})
        client, address = as_user(mo), page("process-change", version, section="name")
        answer = client.post(address, {"seen": 1, "title": "Mine"})
        assert answer.context["form"].clash == [("What it is called", "Theirs", "Mine")]
        assert 'value="Mine"' in text_of(answer)
        assert ProcessVersion.objects.get().title == "Theirs"
        assert client.post(address, {"seen": 2, "title": "Mine"}).status_code == 302
        assert ProcessVersion.objects.get().title == "Mine"

    def test_a_section_that_does_not_exist_is_not_found(self, mo):
        assert as_user(mo).get(page("process-change", draft(mo), section="lift")).status_code == 404


CHAIN = "a" + ".a" * 400_000
HOSTILE = {
    "a chain of keys": f"{CHAIN} = 1",
    "a chain in a heading": f"[{CHAIN}]",
    "a chain in quotation marks": "'a'" + ".'a'" * 200_000 + " = 1",
    "a chain with spaces": "a" + " . a" * 200_000 + " = 1",
    "a chain in a table in a line": f"x = {{ {CHAIN} = 1 }}",
    "a chain after a text of two lines": f"x = {{ b = '''\n''', {CHAIN} = '1' }}",
    "a chain after a line separator": f'x = {{ b = "\u2028", {CHAIN} = \'"\' }}',
    "a chain after a mark in a text": f'"\'".{CHAIN}."\'" = 1',
    "texts that never end": '"\\' * 400_000,
    "a text of signs that never ends": '"' + "\\a" * 400_000,
}


class TestFile:
    def test_a_version_comes_back_from_its_file(self, mo):
        version = draft(mo, without("damage"))
        file = as_user(mo).get(page("process-export", version))
        assert digest_of(tomllib.loads(text_of(file))) == version.digest
        assert file["Content-Disposition"] == 'attachment; filename="threat-process-council-1.toml"'

    def test_a_shipped_version_is_exported_with_its_digest(self, mo):
        file = as_user(mo).get(reverse("process-export", args=["1"]))
        assert digest_of(tomllib.loads(text_of(file))) == digest_of(data_of("1"))

    def test_a_file_becomes_a_draft_with_the_next_number(self, mo):
        self.send(mo, as_toml(without("damage") | {"title": "From elsewhere"}))
        version = ProcessVersion.objects.get()
        assert (version.reference, version.drafted_from) == ("council-1", "a file")
        assert "damage" not in {gate["name"] for gate in version.data["gates"]}

    def test_every_rule_that_a_file_breaks_is_named(self, mo):
        answer = self.send(mo, as_toml(without("surveillance", "court_order")))
        assert {problem.rule for problem in answer.context["broken"]} == {"surveillance", "court_order"}
        assert not ProcessVersion.objects.exists()

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\xff\xfe\x00",
            b"version = ",
            b"version = 1\n" * 3,
            b"[" * 100_000,
            b"a" + b".a" * 400_000 + b" = 1",
            b"'a'" + b".'a'" * 200_000 + b" = 1",
            b"a = " + b"9" * 20_000,
            b"a = 1979-05-27T07:32:00Z",
            b"#" * (1024 * 1024 + 1),
            as_toml(SHIPPED).replace("2", "nan").encode(),
            as_toml(SHIPPED).replace("insult", "\\u0000").encode(),
            ("[[gates]]\nname = 'a'\n" * 20_000).encode(),
        ],
        ids=range(13),
    )
    def test_whatever_is_sent_is_answered_in_words_and_nothing_is_kept(self, mo, content):
        answer = self.send(mo, content)
        assert answer.status_code == 200
        assert answer.context["form"].errors["file"]
        assert not ProcessVersion.objects.exists()

    @pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
    def test_what_would_take_long_to_read_is_refused_at_once(self, content):
        """A second is twenty times what it needs on a quiet machine; the clock counts this process alone."""
        began = time.process_time()
        with pytest.raises(NotAVersionError):
            data_from(content[:LARGEST].encode())
        assert time.process_time() - began < 1

    def send(self, user, content):
        data = content if isinstance(content, bytes) else content.encode()
        file = SimpleUploadedFile("version.toml", data)
        return as_user(user).post(reverse("process-import"), {"why": "To compare.", "file": file})


class TestReplayPage:
    def test_a_reader_sees_only_the_reports_they_may_see_and_how_many_more_there_are(self, mo):
        reporter = CouncillorFactory()
        seen = IncidentFactory(reporter=reporter, conduct=["violent_imagery"])
        hidden = IncidentFactory(reporter=reporter, conduct=["violent_imagery"], restricted=True, confidant=officer())
        version = draft(mo, without("violent_words_or_pictures"))
        replayed(version, mo)
        answer = as_user(mo).get(page("process-replay", version))
        assert seen.reference in text_of(answer)
        assert hidden.reference not in text_of(answer)
        assert answer.context["unseen"] == 1
        assert "1 of them is a report that you may not see" in text_of(answer)

    def test_it_says_why_and_what_it_was_at_first(self, mo):
        IncidentFactory(conduct=["violent_imagery"])
        version = draft(mo, without("violent_words_or_pictures"))
        replayed(version, mo)
        assert "Counts no more: Violent words or pictures were used" in text_of(
            as_user(mo).get(page("process-replay", version))
        )

    @pytest.mark.parametrize("query", ["way=2%3E1", "way=9%3E9", "way=%27", "cursor=x"])
    def test_any_address_is_answered(self, mo, query):
        IncidentFactory(conduct=["violent_imagery"])
        version = draft(mo, without("violent_words_or_pictures"))
        replayed(version, mo)
        assert as_user(mo).get(f"{page('process-replay', version)}?{query}").status_code == 200

    def test_a_thousand_changes_take_the_queries_of_ten(self, mo, django_assert_num_queries):
        version = draft(mo, without("violent_words_or_pictures"))
        replay = replayed(version, mo)
        client, address = as_user(mo), page("process-replay", version)
        queries = []
        for number in (10, 990):
            change = {"replay": replay, "from_tier": 2, "to_tier": 1, "gained": [], "lost": []}
            reporter = CouncillorFactory()
            made = Incident.objects.bulk_create(
                IncidentFactory.build_batch(number, reporter=reporter, councillor=reporter)
            )
            ReplayedIncident.objects.bulk_create(ReplayedIncident(incident=one, **change) for one in made)
            with django_assert_num_queries(queries[0]) if queries else counting(queries):
                assert len(client.get(address).context["page"].rows) == min(25, number)


class TestDeciding:
    def test_from_the_draft_to_what_counts(self, mo):
        client, second = as_user(mo), as_user(manager())
        client.post(reverse("process-new"), {"why": "Damage is dealt with elsewhere."})
        version = ProcessVersion.objects.get()
        client.post(page("process-change", version, section="clocks"), clocks(council_act=1))
        client.post(page("process-replay-start", version))
        replayed(version, mo)
        sent = {"day-day": TOMORROW.day, "day-month": TOMORROW.month, "day-year": TOMORROW.year, "time": "9:00"}
        answer = client.post(page("process-propose", version), sent)
        assert answer.status_code == 302, text_of(answer)
        shown = second.get(page("process-decide", version))
        assert "Damage is dealt with elsewhere." in text_of(shown)
        assert "1 working day" in text_of(shown)
        sent = {"seen": ProcessVersion.objects.get().digest, "decision": "approve"}
        assert second.post(page("process-decide", version), sent).status_code == 302
        assert ProcessVersion.objects.get().stage == "approved"

    def test_a_case_that_goes_lower_has_to_be_ticked(self, mo):
        version = draft(mo, without("damage"))
        lowered = replayed(version, mo).lowered_cases
        sent = {"day-day": TOMORROW.day, "day-month": TOMORROW.month, "day-year": TOMORROW.year, "time": "9:00"}
        client = as_user(mo)
        answer = client.post(page("process-propose", version), sent)
        assert "accepted" in answer.context["form"].errors
        sent["accepted"] = [case["id"] for case in lowered]
        assert client.post(page("process-propose", version), sent).status_code == 302

    def test_who_proposed_it_is_turned_away_from_deciding(self, mo):
        answer = as_user(mo).get(page("process-decide", proposed(mo)))
        assert answer.status_code == 403
        assert "A second person has to decide it" in text_of(answer)

    def test_refusing_needs_a_reason(self, mo):
        version = proposed(mo)
        client = as_user(manager())
        answer = client.post(page("process-decide", version), {"seen": version.digest, "decision": "refuse"})
        assert "reason" in answer.context["form"].errors

    def test_the_list_takes_the_same_queries_for_many_versions(self, mo, django_assert_num_queries):
        draft(mo)
        client, queries = as_user(mo), []
        with counting(queries):
            client.get(reverse("process-versions"))
        for _ in range(10):
            draft(mo)
        with django_assert_num_queries(queries[0]):
            assert len(client.get(reverse("process-versions")).context["open"]) == 11


class TestHowWeDecide:
    def test_a_councillor_reads_the_tiers_and_clocks_of_what_is_in_force(self):
        client, address = as_user(CouncillorFactory()), reverse("how-we-decide")
        before = text_of(client.get(address))
        assert "2 working days" in before
        assert "{" not in before.split("<main")[1].split("</main")[0]
        approved(quicker())
        after = text_of(client.get(address))
        assert "2 working days" not in after
        assert "2 working hours" in after


@contextmanager
def counting(kept):
    """Keeps how many queries were made."""
    with CaptureQueriesContext(connection) as captured:
        yield
    kept.append(len(captured))
