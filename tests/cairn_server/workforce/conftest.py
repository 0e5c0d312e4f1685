"""A college with a manager, two learners and skills that they have shown."""

from __future__ import annotations

from datetime import datetime

import pytest

from cairn_server.accounts.models import Membership, Organisation, Person
from cairn_server.accounts.reporting import set_manager
from cairn_server.catalog.models import AchievementUnit, AchievementVersion, ItemVersion
from cairn_server.frameworks.models import Competency
from cairn_server.journal.ids import new_id
from cairn_server.learning.reviewing import record_review
from cairn_server.workforce.access import Sight
from cairn_server.workforce.defining import create_role, set_needs
from cairn_server.workforce.models import WorkRole
from tests.making import join, make_question, make_unit
from tests.making_awards import make_achievement as make_judged
from tests.making_skills import make_achievement, make_competency
from tests.moments import MONDAY


@pytest.fixture
def max_(college: Organisation) -> Person:
    """A manager by role: sees everybody at the college."""
    return join("Max", college, "manager")


@pytest.fixture
def lea(college: Organisation, ada: Person) -> Person:
    """A manager by reporting line only: Ada reports to her."""
    lea = join("Lea", college)
    set_manager(membership=here(ada), manager=here(lea), actor=None, at=MONDAY)
    return lea


@pytest.fixture
def sight(college: Organisation, max_: Person) -> Sight:
    return Sight(college, True, frozenset())


@pytest.fixture
def sql(db: None) -> Competency:
    return make_competency("SQL", half_life_years=2.5)


@pytest.fixture
def talk(db: None) -> Competency:
    return make_competency("Giving talks")


@pytest.fixture
def data(college: Organisation, sql: Competency, talk: Competency) -> AchievementVersion:
    """Shows SQL at 3 and talks at 2."""
    return make_achievement(college, "Data", (sql, 3), (talk, 2))


@pytest.fixture
def analyst(college: Organisation, sql: Competency, talk: Competency) -> WorkRole:
    """Needs SQL at 3 and talks at 3."""
    role = create_role(
        organisation=college,
        name="Analyst",
        description="",
        occupation=None,
        actor=None,
        at=MONDAY,
    )
    set_needs(role=role, levels={sql.pk: 3, talk.pk: 3}, actor=None, at=MONDAY)
    return role


@pytest.fixture
def thanks(college: Organisation) -> AchievementVersion:
    """A badge that one can be nominated for."""
    version, _ = make_judged(college)
    version.tags = ["Recognition"]
    version.save()
    return version


@pytest.fixture
def tiers(college: Organisation) -> list[AchievementVersion]:
    """The three tiers of a badge, by number; their titles are in no such order."""
    return [
        make_tier(college, title, number) for number, title in enumerate(("Zeal", "Mend", "Art"), 1)
    ]


def make_tier(
    organisation: Organisation, title: str, number: int, *, of: str = "Guide"
) -> AchievementVersion:
    version, _ = make_judged(organisation, key=f"{of}-{title}".lower())
    version.title, version.tags = title, ["recognition"]
    version.tier_of, version.tier = of, number
    version.save()
    return version


def here(person: Person) -> Membership:
    return Membership.objects.get(person=person, until=None)


@pytest.fixture
def quizzed(college: Organisation, data: AchievementVersion) -> AchievementVersion:
    """What `data` shows, learned in a unit of four questions."""
    questions = [make_question(f"q{number}") for number in range(4)]
    unit = make_unit(college, "queries", questions=questions)
    AchievementUnit.objects.create(version=data, unit=unit.unit, position=0)
    return data


def answer(person: Person, at: datetime, *, first: int = 4, option: str = "b") -> None:
    """Let somebody answer the first of the four questions, rightly or not ("a")."""
    items = ItemVersion.objects.filter(item__key__startswith="q").select_related("item")
    for item in items.order_by("item__key")[:first]:
        record_review(
            person=person, item=item, review_id=new_id(), response={"option": option}, at=at
        )
