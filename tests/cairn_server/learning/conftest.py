"""One item that Ada may practise, one webinar that she may attend, and who holds it."""

from __future__ import annotations

import pytest

from cairn_server.accounts.models import Organisation, Person
from cairn_server.catalog.models import GatheringVersion, ItemVersion
from cairn_server.learning.models import ScheduledSession
from tests.making import join, make_item
from tests.making_sessions import make_gathering, make_session


@pytest.fixture
def whiteboards(college: Organisation) -> ItemVersion:
    return make_item(college)


@pytest.fixture
def host(college: Organisation) -> Person:
    """A manager at the college, who holds sessions."""
    return join("Hal", college, "manager")


@pytest.fixture
def town_hall(college: Organisation) -> GatheringVersion:
    return make_gathering(college)


@pytest.fixture
def tuesday(town_hall: GatheringVersion, host: Person) -> ScheduledSession:
    """An hour of the town hall, a day after MONDAY; for as many as come."""
    return make_session(town_hall, host, venue="Room 7", url="https://meet.example/7")
