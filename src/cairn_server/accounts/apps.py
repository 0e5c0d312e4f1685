from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "cairn_server.accounts"
    label = "accounts"
