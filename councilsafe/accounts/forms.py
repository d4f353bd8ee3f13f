"""The sign-in pages' forms: allauth decides, the look and the words are ours."""

from allauth.account import forms as allauth_forms

from councilsafe.govuk.forms import GovukFormMixin
from councilsafe.govuk.looks import Look

NEW_PASSWORD = Look(
    label="New password",
    hint="At least 12 characters. Three words that have nothing to do with each other are easy to remember.",
)
NEW_PASSWORD_AGAIN = Look(label="New password again")


class LoginForm(GovukFormMixin, allauth_forms.LoginForm):
    submit_label = "Sign in"
    looks = {"login": Look(label="Email address"), "password": Look(hint="")}


class ReauthenticateForm(GovukFormMixin, allauth_forms.ReauthenticateForm):
    looks = {"password": Look(label="Password", hint="")}


class ResetPasswordForm(GovukFormMixin, allauth_forms.ResetPasswordForm):
    submit_label = "Send the link"
    looks = {"email": Look(label="Email address")}


class ResetPasswordKeyForm(GovukFormMixin, allauth_forms.ResetPasswordKeyForm):
    submit_label = "Change password"
    looks = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD_AGAIN}


class ChangePasswordForm(GovukFormMixin, allauth_forms.ChangePasswordForm):
    submit_label = "Change password"
    looks = {
        "oldpassword": Look(label="Current password", hint=""),
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD_AGAIN,
    }
