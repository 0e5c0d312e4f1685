"""Definitions: what can be learned and earned. Published versions never change."""

from cairn_server.catalog.models.assessed import (
    Gathering,
    GatheringKind,
    GatheringVersion,
    Quiz,
    QuizItem,
    QuizVersion,
    Rubric,
    RubricVersion,
    Task,
    TaskVersion,
)
from cairn_server.catalog.models.defining import (
    Defined,
    Version,
)
from cairn_server.catalog.models.drafted import (
    Draft,
    DraftMedia,
)
from cairn_server.catalog.models.earned import (
    Achievement,
    AchievementGathering,
    AchievementKind,
    AchievementQuiz,
    AchievementTask,
    AchievementUnit,
    AchievementVersion,
    Alignment,
    OutsidePart,
    StackPart,
)
from cairn_server.catalog.models.learned import (
    Item,
    ItemUse,
    ItemVersion,
    MediaFile,
    Unit,
    UnitOrder,
    UnitVersion,
)

__all__ = [
    "Achievement",
    "AchievementGathering",
    "AchievementKind",
    "AchievementQuiz",
    "AchievementTask",
    "AchievementUnit",
    "AchievementVersion",
    "Alignment",
    "Defined",
    "Draft",
    "DraftMedia",
    "Gathering",
    "GatheringKind",
    "GatheringVersion",
    "Item",
    "ItemUse",
    "ItemVersion",
    "MediaFile",
    "OutsidePart",
    "Quiz",
    "QuizItem",
    "QuizVersion",
    "Rubric",
    "RubricVersion",
    "StackPart",
    "Task",
    "TaskVersion",
    "Unit",
    "UnitOrder",
    "UnitVersion",
    "Version",
]
