"""Skills for everybody."""

from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.urls import reverse

from cairn.frameworks.model import Framework
from cairn_server.catalog.models import Alignment
from cairn_server.frameworks.bringing_own import bring_own_framework
from cairn_server.frameworks.models import Competency, CompetencyFramework
from tests.answers import told
from tests.cairn_server.frameworks.conftest import make_competency
from tests.moments import MONDAY


@pytest.fixture
def shared(db) -> CompetencyFramework:
    return CompetencyFramework.objects.create(
        name="Skills of All", attribution="By all.", licence="Free for all"
    )


def shown(client, query="", **more) -> str:
    return client.get(reverse("hub:skills") + query, **more).content.decode()


def test_anybody_finds_skills_and_reads_whose_they_are(client, shared):
    make_competency(shared, "analyse data", "look into figures")
    make_competency(shared, "cook")

    page = shown(client, "?q=figures")

    assert "analyse data" in page
    assert "cook" not in page
    assert "By all." in page
    assert "Free for all" in page


def test_htmx_gets_the_list_alone(client, shared):
    make_competency(shared, "cook")

    part = shown(client, "?q=cook", headers={"HX-Request": "true", "HX-Target": "found"})

    assert "cook" in part
    assert "<html" not in part


def test_more_of_a_search_keeps_its_words(client, shared):
    for number in range(30):
        make_competency(shared, f"skill & {number:02}")

    first = shown(client, "?q=skill&kind=skill")
    following = first.split('href="?')[1].split('"')[0].replace("&amp;", "&")
    second = shown(client, "?" + following)

    assert "q=skill&kind=skill&after=" in following
    assert "skill &amp; 00" in first
    assert "skill &amp; 29" not in first
    assert "skill &amp; 29" in second
    assert "skill &amp; 00" not in second


@pytest.mark.parametrize(
    "query", ["?kind=magic", "?framework=x", "?after=x", "?q=%00", f"?after={UUID(int=4)}"]
)
def test_what_cannot_be_read_narrows_nothing(client, shared, query):
    make_competency(shared, "cook")

    assert "cook" in shown(client, query)


def test_empty_pages_say_what_to_do(client, db):
    assert "No framework is here yet" in shown(client)
    assert "No skill has all of these words" in shown(client, "?q=xyz")


def test_the_page_of_a_skill_names_its_source_and_what_shows_it(client, shared, course):
    skill = make_competency(shared, "check understanding", "probe", description="Finds out.")
    Alignment.objects.create(version=course, competency=skill, level=4)

    page = client.get(reverse("hub:skill", args=[skill.pk])).content.decode()

    for text in ("Finds out.", "probe", "By all.", course.title, "level 4 of 5", skill.url):
        assert text in page


def test_a_skill_that_was_dropped_says_so(client, shared):
    old = make_competency(shared, "send telegrams", retired_at=MONDAY)

    page = client.get(reverse("hub:skill", args=[old.pk])).content.decode()

    assert "no longer lists this" in page


def test_the_address_in_credentials_leads_to_the_skill(client, college, ada, zoe, course):
    bring_own_framework(
        told=Framework("Norths"),
        data="code,name\nA/1 ä,Ask\n",
        organisation=college,
        actor=None,
        at=MONDAY,
    )
    own = Competency.objects.get()
    address = urlsplit(own.url).path
    missing = client.get(f"/frameworks/{UUID(int=4)}/skills/A")
    assert told(client.get(address)) == told(missing)

    client.force_login(ada)
    assert client.get(address).url == reverse("hub:skill", args=[own.pk])
    client.force_login(zoe)
    assert client.get(address).status_code == 404

    Alignment.objects.create(version=course, competency=own)
    assert client.get(address, follow=True).status_code == 200
