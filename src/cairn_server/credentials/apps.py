from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "cairn_server.credentials"
    label = "credentials"
