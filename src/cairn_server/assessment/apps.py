from django.apps import AppConfig

from cairn_server.journal.guarding import AppendOnly, Erasure, guard


class AssessmentConfig(AppConfig):
    name = "cairn_server.assessment"
    label = "assessment"

    def ready(self) -> None:
        """Guard what only grows: the answers of attempts."""
        guard(
            self,
            AppendOnly(
                "assessment_response",
                Erasure(
                    "answer",
                    blank='"erased"',
                    kept=("id", "attempt_id", "item_version_id", "sequence", "saved_at"),
                ),
            ),
        )
