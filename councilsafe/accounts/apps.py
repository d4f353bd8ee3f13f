from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "councilsafe.accounts"
    label = "accounts"
