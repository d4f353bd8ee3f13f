"""The pages of held mail: what must be checked first stands first, and nothing in a mail reaches beyond its page."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from councilsafe.accounts.models import User
from councilsafe.audit.models import AuditEvent
from incidents.actions.mail import note_mailbox_read, set_mail_aside
from incidents.mail.forms import NOT_NAMED, TWO_NAMED
from incidents.models import HeldMail, Incident
from tests.corpus.messages import MESSAGES, WORDS
from tests.corpus.outlook import message
from tests.factories import UserFactory, officer
from tests.unit.incidents.evidence.samples import picture
from tests.unit.incidents.mail.conftest import held

LIST = "/intake/mail/"
EVIL = "<script>alert(1)</script>"
GIVEN = {
    "harmed_knows": "no",
    "happened_on-day": "20",
    "happened_on-month": "11",
    "happened_on-year": "2026",
    "description": "He knows where I live.",
}


@pytest.fixture
def drop(desk: Client) -> Callable[..., str]:
    def drop(**files: bytes) -> str:
        sent = [SimpleUploadedFile(name.replace("_", "."), content) for name, content in files.items()]
        return desk.post(LIST, {"mails": sent}, follow=True).content.decode()

    return drop


# The list --------------------------------------------------------------------------------------------------------


def test_what_falls_due_first_stands_first(desk: Client) -> None:
    later, sooner = held("plain"), held("koi8-r")
    HeldMail.objects.filter(pk=sooner.pk).update(due_at=timezone.now() - timedelta(hours=1))
    page = desk.get(LIST).content.decode()
    assert page.index(sooner.reference) < page.index(later.reference)
    assert "Late: was due" in page


def test_what_is_checked_stands_apart(desk: Client, olive: User) -> None:
    mail = set_mail_aside(by=olive, mail=held(), reason="It is advertising.")
    assert mail.reference not in desk.get(LIST).content.decode()
    page = desk.get(LIST, {"show": "checked"}).content.decode()
    assert mail.reference in page
    assert "It is advertising." in page


def test_the_list_takes_the_same_queries_for_many(desk: Client, django_assert_max_num_queries: Any) -> None:
    for name in list(MESSAGES)[:20]:
        held(name)
    with django_assert_max_num_queries(6):
        desk.get(LIST)


def test_a_mailbox_that_nobody_reads_does_not_look_empty(desk: Client, settings: Any) -> None:
    settings.IMAP_URL = "imaps://a:b@example.org/INBOX"
    assert "has not been read yet" in desk.get(LIST).content.decode()
    note_mailbox_read()
    assert "The mailbox was last read today" in desk.get(LIST).content.decode()
    settings.IMAP_URL = ""
    assert "mailbox" not in desk.get(LIST).content.decode()


# Dropping in -----------------------------------------------------------------------------------------------------


def test_several_at_once(drop: Callable[..., str]) -> None:
    page = drop(a_eml=MESSAGES["plain"].content, b_msg=message())
    assert "2 mails were added" in page
    assert sorted(HeldMail.objects.values_list("kind", flat=True)) == ["application/vnd.ms-outlook", "message/rfc822"]


def test_the_same_again_is_there_once(drop: Callable[..., str]) -> None:
    drop(a_eml=MESSAGES["plain"].content)
    assert "What had been added before is there once" in drop(a_eml=MESSAGES["plain"].content)
    assert HeldMail.objects.count() == 1


def test_what_is_no_mail_is_refused_and_the_rest_kept(drop: Callable[..., str], folder: Path) -> None:
    page = drop(a_eml=MESSAGES["plain"].content, b_jpg=picture(), c_txt=b"hello")
    assert "“b.jpg” was not kept: it is not a saved email" in page
    assert "“c.txt” was not kept" in page
    assert HeldMail.objects.count() == len(list(folder.glob("??/*"))) == 1


def test_nothing_chosen(desk: Client) -> None:
    assert "Choose at least one file" in desk.post(LIST).content.decode()


def test_a_forged_request_brings_nothing_in(olive: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(olive)
    sent = {"mails": SimpleUploadedFile("a.eml", MESSAGES["plain"].content)}
    assert client.post(LIST, sent).status_code == 403
    assert not HeldMail.objects.exists()


# One mail --------------------------------------------------------------------------------------------------------


def test_its_text_does_nothing(desk: Client) -> None:
    mail = HeldMail.objects.create(
        reference="M-22222-33333",
        fingerprint="0",
        key="0",
        size=1,
        kind="message/rfc822",
        due_at=timezone.now(),
        sender=EVIL,
        sender_name=EVIL,
        to=EVIL,
        subject=EVIL,
        body=EVIL,
        headers=[[EVIL, EVIL]],
        attachments=[[EVIL, EVIL, 12]],
        problems=[EVIL],
    )
    for address in (LIST, mail.get_absolute_url(), reverse("held-mail-report", args=[mail.reference])):
        page = desk.get(address).content.decode()
        assert EVIL not in page
        assert "&lt;script&gt;" in page
        assert "script" not in page[page.index("<title>") : page.index("</title>")]


def test_who_opened_it_is_recorded(desk: Client, olive: User) -> None:
    desk.get(held().get_absolute_url())
    assert AuditEvent.objects.get(verb="opened").actor == olive.reference


def test_somebody_without_the_permission_sees_none(db: None, client: Client) -> None:
    client.force_login(UserFactory(roles=["champion"]))
    assert client.get(held().get_absolute_url()).status_code == 403


# Checking --------------------------------------------------------------------------------------------------------


def test_the_form_begins_with_what_the_mail_says(desk: Client, casey: User) -> None:
    form = desk.get(reverse("held-mail-report", args=[held().reference])).context["form"]
    assert form["councillor"].value() == casey.pk
    assert form["description"].value() == f"You\n\n{WORDS}"


def test_one_step_makes_it_a_report(desk: Client, casey: User) -> None:
    address = reverse("held-mail-report", args=[held().reference])
    response = desk.post(address, GIVEN | {"councillor": str(casey.pk)})
    incident = Incident.objects.get()
    assert response["Location"] == reverse("case", args=[incident.reference])
    assert (incident.councillor, incident.harmed_knows, incident.harmed_as) == (casey, False, "councillor")
    assert desk.post(address, GIVEN | {"councillor": str(casey.pk)})["Location"] == response["Location"]
    assert Incident.objects.count() == 1


def test_done_to_somebody_without_an_account(desk: Client) -> None:
    given = GIVEN | {"harmed_name": "Sam Sibling", "harmed_as": "family"}
    desk.post(reverse("held-mail-report", args=[held().reference]), given)
    assert Incident.objects.get().harmed == "Sam Sibling"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, NOT_NAMED),
        ({"harmed_name": "Sam Sibling"}, "Select who they are"),
        ({"harmed_name": "Sam Sibling", "harmed_as": "family", "councillor": "casey"}, TWO_NAMED),
        ({"councillor": "casey", "harmed_knows": ""}, "Select whether they know about it"),
        ({"councillor": "casey", "happened_on-year": "2999"}, "must be today or in the past"),
    ],
)
def test_what_is_missing_is_said(desk: Client, casey: User, given: dict[str, str], said: str) -> None:
    given = {name: str(casey.pk) if value == "casey" else value for name, value in given.items()}
    page = desk.post(reverse("held-mail-report", args=[held().reference]), GIVEN | given)
    assert said in page.content.decode()
    assert not Incident.objects.exists()


def test_nothing_to_do(desk: Client, olive: User) -> None:
    mail = held()
    address = reverse("held-mail-nothing", args=[mail.reference])
    assert "Enter why there is nothing to do" in desk.post(address, {}).content.decode()
    assert desk.post(address, {"reason": "It is advertising."})["Location"] == LIST
    mail.refresh_from_db()
    assert mail.checked_by == olive
    assert desk.get(address).status_code == 403


def test_with_the_report_its_mail_is_kept_from_those_who_may_not_see_it(
    desk: Client, casey: User, client: Client
) -> None:
    mail = held()
    desk.post(reverse("held-mail-report", args=[mail.reference]), GIVEN | {"councillor": str(casey.pk)})
    assert desk.get(mail.get_absolute_url()).status_code == 200
    Incident.objects.update(restricted=True)
    client.force_login(officer())
    assert client.get(mail.get_absolute_url()).status_code == 404
    assert mail.reference not in client.get(LIST, {"show": "checked"}).content.decode()
