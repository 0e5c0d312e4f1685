from django.apps import AppConfig

from cairn_server.journal.guarding import AppendOnly, guard


class LearningConfig(AppConfig):
    name = "cairn_server.learning"
    label = "learning"

    def ready(self) -> None:
        """Guard what only grows: attendance."""
        guard(self, AppendOnly("learning_attendance"), AppendOnly("learning_attendancewithdrawal"))
