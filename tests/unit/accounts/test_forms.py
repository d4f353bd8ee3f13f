"""The sign-in pages: ours to look at, allauth's to decide."""

import pytest
from django.core import mail
from django.urls import reverse

from councilsafe.accounts.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"


@pytest.fixture
def user():
    return User.objects.create_user("ada@example.org", PASSWORD, name="Ada")


def page(response):
    return response.content.decode()


def sign_in(client, password=PASSWORD):
    return client.post(reverse("account_login"), {"login": "ada@example.org", "password": password})


def reset_link(client):
    client.post(reverse("account_reset_password"), {"email": "ada@example.org"})
    link = next(line for line in mail.outbox[-1].body.splitlines() if line.startswith("http"))
    return client.get(link, follow=True).redirect_chain[-1][0]


def test_the_sign_in_page_asks_for_two_things(client):
    html = page(client.get(reverse("account_login")))

    assert html.count("<h1") == 1
    assert 'autocomplete="email"' in html
    assert 'autocomplete="current-password"' in html
    assert "sign up" not in html.lower()


def test_signing_in(client, user):
    assert sign_in(client).status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_wrong_password_says_what_to_do_and_not_which_was_wrong(client, user):
    html = page(sign_in(client, "wrong"))

    assert "<title>Error: Sign in" in html
    assert "Check your email address and your password: they do not belong together" in html
    assert 'href="#id_login"' in html
    assert "wrong" not in html.split("<main")[1]


def test_nothing_typed_is_asked_for_by_name(client):
    html = page(client.post(reverse("account_login")))

    assert "Enter the email address" in html
    assert "Enter the password" in html


def test_nobody_makes_an_account_for_themselves(client):
    response = client.get(reverse("account_signup"))

    assert "Ask member services" in page(response)
    assert "<form" not in page(response).split("<main")[1]
    client.post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD})
    assert not User.objects.exists()


def test_a_forgotten_password_is_replaced_by_way_of_a_mail(client, user):
    form_url = reset_link(client)
    response = client.post(
        form_url, {"password1": "x9 plum tractor sea", "password2": "x9 plum tractor sea"}, follow=True
    )

    assert "Your password is changed" in page(response)
    user.refresh_from_db()
    assert user.check_password("x9 plum tractor sea")


def test_the_mail_names_nobody_and_no_server_in_its_subject(client, user):
    client.post(reverse("account_reset_password"), {"email": "ada@example.org"})

    assert mail.outbox[0].subject == "Reset your CouncilSafe password"
    assert "Ada" not in mail.outbox[0].body


def test_a_password_that_is_too_short_is_refused_in_words(client, user):
    html = page(client.post(reset_link(client), {"password1": "short", "password2": "short"}))

    assert "There is a problem" in html
    assert "12 characters" in html


def test_a_stranger_to_us_is_told_so_by_mail_alone(client):
    response = client.post(reverse("account_reset_password"), {"email": "nobody@example.org"}, follow=True)

    assert "Check your email" in page(response)
    assert "no account uses it" in mail.outbox[0].body
    assert "http" not in mail.outbox[0].body


def test_a_link_that_was_used_leads_to_a_new_one(client, user):
    html = page(client.get(reverse("account_reset_password_from_key", args=["zz", "set-password"])))

    assert "This link no longer works" in html
    assert reverse("account_reset_password") in html


def test_a_password_is_changed_with_the_old_one(client, user):
    client.force_login(user)
    new = {"oldpassword": PASSWORD, "password1": "x9 plum tractor sea", "password2": "x9 plum tractor sea"}
    client.post(reverse("account_change_password"), new)

    user.refresh_from_db()
    assert user.check_password("x9 plum tractor sea")


def test_signing_out_is_asked_before_it_is_done(client, user):
    client.force_login(user)

    assert "Are you sure" in page(client.get(reverse("account_logout")))
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_a_closed_account_cannot_sign_in(client, user):
    User.objects.filter(pk=user.pk).update(is_active=False)
    response = client.post(reverse("account_login"), {"login": "ada@example.org", "password": PASSWORD}, follow=True)

    assert "_auth_user_id" not in client.session
    assert response.status_code == 200


def test_too_many_tries_are_answered_with_when_to_try_again(client, user):
    answers = [page(sign_in(client, "wrong")) for _ in range(7)]

    assert "Wait 5 minutes" in answers[-1]
