from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "cairn_server.journal"
    label = "journal"
