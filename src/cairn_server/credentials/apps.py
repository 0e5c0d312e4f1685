from django.apps import AppConfig

from cairn_server.journal.guarding import AppendOnly, guard


class CredentialsConfig(AppConfig):
    name = "cairn_server.credentials"
    label = "credentials"

    def ready(self) -> None:
        """Guard what only grows: the ledger of awards."""
        guard(self, AppendOnly("credentials_awardevent"))
