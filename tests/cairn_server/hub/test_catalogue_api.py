"""The catalogue by the API: open to anyone, drafts to nobody."""

from __future__ import annotations

from uuid import uuid4

from cairn_server.catalog.models import Alignment
from cairn_server.credentials.models import Issuer
from tests.making import import_real_pack, make_achievement, make_unit
from tests.making_skills import make_competency

ALL = "/api/v1/achievements"


def test_what_is_published_is_listed_narrowed_and_paged(client, college):
    for key in ("asking", "gestures", "whiteboards"):
        make_achievement(college, make_unit(college, key), key=key)

    everything = client.get(ALL).json()["items"]
    first = client.get(f"{ALL}?limit=2").json()
    rest = client.get(f"{ALL}?limit=2&cursor={first['next_cursor']}").json()
    narrowed = client.get(f"{ALL}?words=gestures").json()["items"]

    assert {one["title"] for one in everything} == {"Asking", "Gestures", "Whiteboards"}
    assert first["items"] + rest["items"] == everything
    assert rest["next_cursor"] is None
    assert [one["title"] for one in narrowed] == ["Gestures"]
    assert client.get(f"{ALL}?minutes=none").status_code == 422


def test_an_achievement_says_all_that_its_page_says(client, college):
    import_real_pack(college, "data-literacy")
    row = next(one for one in client.get(ALL).json()["items"] if one["title"] == "Data Literacy")

    told = client.get(f"{ALL}/{row['id']}").json()

    assert told["organisation"] == "North College"
    assert len(told["units"]) == 3
    assert next(fact["name"] for fact in told["facts"]) == "Learning outcomes"
    assert told["tasks"][0]["rubric"]["criteria"]


def test_a_draft_is_answered_like_a_missing_one(client, college):
    draft = make_achievement(college, make_unit(college), published=False)

    there = client.get(f"{ALL}/{draft.achievement_id}")
    nowhere = client.get(f"{ALL}/{uuid4()}")

    assert there.status_code == nowhere.status_code == 404
    assert there.json() == nowhere.json()


def test_what_is_about_a_skill_is_found_by_it(client, college):
    about = make_achievement(college, make_unit(college, "asking"), key="asking")
    make_achievement(college, make_unit(college, "gestures"), key="gestures")
    skill = make_competency("Ask")
    Alignment.objects.create(version=about, competency=skill, level=4)

    found = client.get(f"{ALL}?skill={skill.pk}").json()["items"]
    (aligned,) = client.get(f"{ALL}/{found[0]['id']}").json()["alignments"]

    assert [one["title"] for one in found] == ["Asking"]
    assert (aligned["skill_id"], aligned["level"]) == (str(skill.pk), 4)
    assert client.get(f"{ALL}?skill={uuid4()}").json()["items"] == []
    assert client.get(f"{ALL}?skill=none").status_code == 422


def test_every_achievement_says_what_stands_behind_its_issuer(
    client, college, django_assert_num_queries
):
    for n in range(5):
        make_achievement(college, make_unit(college, f"u{n}"), key=f"a{n}")
    fresh = client.get(f"{ALL}?limit=1").json()["items"][0]
    Issuer.objects.create(organisation=college, did="did:key:z6Mk", standing="employer-recognised")

    for limit in (1, 5):
        with django_assert_num_queries(2):
            rows = client.get(f"{ALL}?limit={limit}").json()["items"]
        assert {one["standing"] for one in rows} == {"employer-recognised"}
    assert fresh["standing"] == ""
    assert client.get(f"{ALL}/{fresh['id']}").json()["standing"] == "employer-recognised"
