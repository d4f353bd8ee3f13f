"""Where CouncilSafe differs from allauth's defaults: the council makes the accounts, and errors say what to do."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "Check your email address and your password: they do not belong together",
        "enter_current_password": "Enter your current password",
        "incorrect_password": "The password is not right. Try again",
        "too_many_login_attempts": "You have tried too often. Wait 5 minutes, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        """No prefix: allauth would put the address of the server there."""
        return subject
