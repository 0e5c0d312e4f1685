"""The scenes of the demo that its guests meet: what came back, what waits, what was revoked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from cairn_server.credentials.models import Credential
from cairn_server.credentials.revoking import RevocationReason, revoke
from cairn_server.site.demo_world import showing
from cairn_server.site.demo_world.history import World, settle

LESSON, DATA = "checking-for-understanding", "data-literacy"


@dataclass(frozen=True, slots=True)
class Study:
    """Who learns which achievement: the days ago on which each unit was learned, newest last."""

    name: str
    achievement: str
    unit_days_ago: Sequence[int]
    every: int = 6  # days between recalls


STUDIES = (
    Study("Ana Moreira", LESSON, (70, 66, 62)),
    Study("Elif Demir", DATA, (58, 55, 53), every=5),
    Study("Oskar Lind", LESSON, (60, 57, 52)),
    Study("Ben Okafor", LESSON, (30, 27, 25)),
    Study("Chiara Conti", DATA, (24, 20, 17), every=5),
    Study("Femi Adeyemi", "change-management", (21, 15)),
    Study("Dmitri Lang", DATA, (14, 9)),
    Study("Ana Moreira", DATA, (11,)),
)


QUIZZES = (("Elif Demir", 48), ("Dmitri Lang", 5.4), ("Chiara Conti", 3.4))  # of Data Literacy
KNOWN = 0.9  # of its questions


def plan_studies(world: World) -> None:
    """Let them learn their units, recall what falls due about once a week, and take quizzes."""
    in_the_morning = 0.125
    for study in STUDIES:
        days = [day + in_the_morning for day in study.unit_days_ago]
        world.set_out(study.name, study.achievement, days[0] + 0.02)
        world.learn(study.name, study.achievement, days)
        between = range(study.unit_days_ago[0] - 1, 1, -study.every)
        world.recall(study.name, [day + in_the_morning + 0.01 for day in between], most=6)
    for name, day in QUIZZES:
        world.attempt(name, DATA, day, share=KNOWN)


def plan_scenes(world: World) -> None:
    """Let evidence be handed in, some of it be judged, and one credential be revoked."""
    video, memo = showing.lesson_video(), showing.memo()
    _plan_a_try_that_came_back(world, video)
    _hand_in(world, "Elif Demir", DATA, "reflection-memo", memo, 45)
    praise = "Clear, and honest about the nine parcels."
    _judge(world, "Elif Demir", DATA, "Hassan Amiri", 43, comment=praise)
    _hand_in(world, "Oskar Lind", LESSON, "reflection-second", video, 42)
    _judge(world, "Oskar Lind", LESSON, "Greta Lindqvist", 41)
    world.plan(20, partial(_revoke, world))
    _hand_in(world, "Chiara Conti", DATA, "reflection-memo", memo, 2.4)
    _hand_in(world, "Ben Okafor", LESSON, "reflection-first", video, 1.2)


def _plan_a_try_that_came_back(world: World, video: showing.FILE) -> None:
    _hand_in(world, "Ana Moreira", LESSON, "reflection-first", video, 40)
    _judge(
        world,
        "Ana Moreira",
        LESSON,
        "Greta Lindqvist",
        38,
        levels={"acts-on-answers": "not-yet"},
        comments={
            "acts-on-answers": "You find that seven of twelve is below your own mark, and then "
            "go on as planned. Show or tell what you do when the answers say: not yet.",
            "every-learner-answers": "One signal, all boards, a look along both rows.",
        },
        comment="Three of four already. The missing one is the step after the boards.",
    )
    _hand_in(world, "Ana Moreira", LESSON, "reflection-second", None, 33)
    _judge(
        world,
        "Ana Moreira",
        LESSON,
        "Hassan Amiri",
        31,
        levels={"acts-on-answers": "beyond"},
        comments={"acts-on-answers": "The second question, written beforehand, is the point."},
    )


def _hand_in(
    world: World, name: str, key: str, text: str, file: showing.FILE | None, days: float
) -> None:
    def act(at: datetime) -> None:
        showing.hand_in(
            world.people[name], world.versions[key], texts={"reflection": text}, file=file, at=at
        )

    world.plan(days, act)


def _judge(
    world: World,
    name: str,
    key: str,
    evaluator: str,
    days: float,
    *,
    levels: Mapping[str, str] | None = None,
    comments: Mapping[str, str] | None = None,
    comment: str = "",
) -> None:
    def act(at: datetime) -> None:
        showing.judge(
            showing.waiting(world.people[name], world.versions[key]),
            world.people[evaluator],
            levels=levels or {},
            comments=comments or {},
            comment=comment,
            at=at,
        )
        settle(at)

    world.plan(days, act)


def _revoke(world: World, at: datetime) -> None:
    settle(at)
    revoke(
        Credential.objects.get(award__person=world.people["Oskar Lind"]),
        actor=world.people["Jonas Weber"],
        reason_code=RevocationReason.EVIDENCE_NOT_OWN,
        note="The reflection is word for word that of another submission.",
        at=at,
    )
