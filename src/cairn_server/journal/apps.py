from django.apps import AppConfig

from cairn_server.journal.guarding import AppendOnly, guard


class JournalConfig(AppConfig):
    name = "cairn_server.journal"
    label = "journal"

    def ready(self) -> None:
        """Guard what only grows: the events."""
        guard(self, AppendOnly("journal_event"))
