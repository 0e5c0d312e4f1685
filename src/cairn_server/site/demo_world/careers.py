"""What people of the demo set out for in half a year, and how far each has come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """How far somebody goes; each stage takes in those before it."""

    LEARNING = "learning"
    QUIZ = "quiz"
    SUBMITTED = "submitted"
    AWARDED = "awarded"


@dataclass(frozen=True, slots=True)
class Career:
    """
    Somebody on the way to one achievement.

    Args:
        begins: days ago.
        stage: where it ends, for now.
        units: how many units are learned; None is all.
        stumbles: the first attempt at the quiz fails.
        returned: the criterion that is not met at first; the next try meets it.
        words: what the evaluator says of that criterion.
        nominator: the colleague who writes what they saw; empty where it is one's own work.
    """

    name: str
    achievement: str
    begins: int
    stage: Stage
    units: int | None = None
    stumbles: bool = False
    returned: str = ""
    words: str = ""
    nominator: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """What is handed in for an achievement: texts by part, and the page that is the file."""

    texts: Mapping[str, str]
    page: str = ""


WORK = {
    "data-analytics": Work({"reflection": "analysis"}, "analysis"),
    "digital-marketing": Work({"reflection": "brief"}, "brief"),
    "incident-response-basics": Work({"reflection": "tabletop"}, "log"),
    "change-management": Work({"reflection": "change"}, "change"),
    "asking-for-thinking": Work({"question": "hinge-question", "try-out": "hinge-try-out"}),
    "mentor-1": Work({"statement": "mentor-1"}),
    "mentor-2": Work({"statement": "mentor-2"}),
    "mentor-3": Work({"statement": "mentor-3"}),
}

ANALYTICS, MARKETING = "data-analytics", "digital-marketing"
INCIDENTS, CHANGE = "incident-response-basics", "change-management"

CAREERS = (
    Career("Daniel Roth", ANALYTICS, 172, Stage.AWARDED),
    Career("Sofia Almeida", MARKETING, 166, Stage.AWARDED, stumbles=True),
    Career("Petra Horvat", CHANGE, 163, Stage.AWARDED),
    Career(
        "Marek Kowal",
        INCIDENTS,
        158,
        Stage.AWARDED,
        returned="keeps-a-log",
        words="Between 14:20 and 14:31 nobody can see what was seen and what was assumed. "
        "Play those ten minutes again with somebody who only writes.",
    ),
    Career("Nils Johansson", "mentor-1", 131, Stage.AWARDED, nominator="Marek Kowal"),
    Career("Lena Fischer", ANALYTICS, 124, Stage.AWARDED, stumbles=True),
    Career(
        "Sofia Almeida",
        ANALYTICS,
        108,
        Stage.AWARDED,
        returned="builds-sound-table",
        words="The sum of parcels is checked, the sum of calls is not. Add the one line.",
    ),
    Career("Daniel Roth", MARKETING, 92, Stage.AWARDED),
    Career("Tomas Berg", "mentor-2", 76, Stage.AWARDED, nominator="Petra Horvat"),
    Career("Paula Stein", "asking-for-thinking", 70, Stage.AWARDED),
    Career("Stefan Gruber", "mentor-3", 57, Stage.AWARDED, nominator="Olga Petrova"),
    Career("Amara Nwosu", CHANGE, 55, Stage.SUBMITTED),
    Career("Maja Nilsen", MARKETING, 21, Stage.SUBMITTED),
    Career("Ingrid Solheim", INCIDENTS, 39, Stage.LEARNING, units=3),
    Career("Aisha Rahman", ANALYTICS, 33, Stage.QUIZ, stumbles=True),
    Career("Yusuf Aydin", INCIDENTS, 29, Stage.LEARNING, units=2),
    Career("Samuel Ek", "asking-for-thinking", 26, Stage.LEARNING),
    Career("Jakub Zielinski", CHANGE, 24, Stage.LEARNING, units=1),
    Career("Hana Suzuki", MARKETING, 19, Stage.LEARNING, units=1),
    Career("Carla Mendes", INCIDENTS, 15, Stage.LEARNING, units=2),
    Career("Victor Laurent", ANALYTICS, 12, Stage.LEARNING, units=1),
    Career("Sami Virtanen", INCIDENTS, 8, Stage.LEARNING, units=1),
    Career("Rosa Jimenez", "mentor-1", 2, Stage.SUBMITTED, nominator="Petra Horvat"),
)

CLINICS = {  # days ago -> who was there; below zero is still to come
    152: ("Petra Horvat", "Luca Ferri", "Nils Johansson"),
    117: ("Stefan Gruber", "Olga Petrova"),
    82: ("Sofia Almeida", "Bram de Vries", "Tomas Berg"),
    47: ("Amara Nwosu", "Pavel Dvorak", "Lena Fischer"),
    12: ("Femi Adeyemi", "Jakub Zielinski"),
    -9: ("Femi Adeyemi", "Carla Mendes", "Yusuf Aydin", "Elena Rossi"),
}
