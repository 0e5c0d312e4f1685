from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cairn.vc.jsonld import to_quads
from cairn_server.catalog.models import AchievementVersion
from cairn_server.credentials.composing import Intent, compose, issuer_profile
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.shown_work import shown_tasks
from tests.moments import MONDAY


@pytest.fixture
def intent(ada, checking, judge, college):
    work = judge(ada, checking)
    return Intent(
        credential_id="0f" * 16,
        issuer=establish_issuer(organisation=college, at=MONDAY),
        subject=UUID(int=7),
        identity=None,
        name=None,
        shown=shown_tasks(ada, [str(work.task_id)]),
        list_id="0e" * 16,
        suspension_id="0d" * 16,
        position=42,
        valid_from=MONDAY,
    )


def test_the_same_intent_gives_the_same_document(intent, checking):
    assert compose(intent, checking) == compose(intent, checking)


def test_every_word_is_one_that_a_signature_covers(intent, checking):
    assert to_quads(compose(intent, checking))


def test_the_document_tells_who_when_and_where_its_status_stands(intent, checking):
    document = compose(intent, checking)

    assert document["id"] == f"http://localhost:8000/credentials/{'0f' * 16}/"
    assert document["validFrom"] == "2026-03-02T09:00:00Z"
    assert document["credentialSubject"]["id"] == "urn:uuid:00000000-0000-0000-0000-000000000007"
    assert document["credentialStatus"] == [
        {
            "id": f"http://localhost:8000/status/{list_id}#42",
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose,
            "statusListIndex": "42",
            "statusListCredential": f"http://localhost:8000/status/{list_id}",
        }
        for list_id, purpose in (("0e" * 16, "revocation"), ("0d" * 16, "suspension"))
    ]


def test_results_point_at_levels_that_the_achievement_describes(intent, checking):
    subject = compose(intent, checking)["credentialSubject"]
    described = {one["id"]: one for one in subject["achievement"]["resultDescription"]}

    assert len(subject["result"]) == 2
    for result in subject["result"]:
        description = described[result["resultDescription"]]
        levels = {level["id"] for level in description["rubricCriterionLevel"]}
        assert {result["achievedLevel"], description["requiredLevel"]} <= levels


def test_the_standing_of_an_issuer_is_in_what_it_says(college):
    issuer = establish_issuer(organisation=college, at=MONDAY, standing="informal")

    assert issuer_profile(issuer).description == "Standing: informal."


def test_each_piece_of_evidence_has_a_name_of_its_own_that_leads_nowhere(intent, checking):
    [one] = compose(intent, checking)["evidence"]
    [other] = compose(replace(intent, credential_id="0e" * 16), checking)["evidence"]

    assert one["id"].startswith("urn:uuid:")
    assert one["id"] != other["id"]
    assert one["digestMultibase"] == other["digestMultibase"]


def test_a_definition_of_another_language_says_so(intent, checking):
    checking.language = "de"
    checking.published_at = datetime(2026, 1, 1, tzinfo=UTC)

    achievement = compose(intent, checking)["credentialSubject"]["achievement"]

    assert achievement["inLanguage"] == "de"


def test_a_badge_for_taking_part_says_that_nothing_was_assessed(intent, checking):
    told = "No competence was assessed for it."
    checking.kind = "participation-badge"

    judged = compose(intent, checking)["credentialSubject"]["achievement"]
    taken_part = compose(replace(intent, shown=[]), checking)["credentialSubject"]["achievement"]

    assert judged["achievementType"] == taken_part["achievementType"] == "Badge"
    assert told not in judged["criteria"]["narrative"]
    assert told in taken_part["criteria"]["narrative"]


@pytest.fixture
def next_version(checking):
    """Return a version of the same achievement, under another number."""

    def published(number, *, language="en", published_at=MONDAY):
        return AchievementVersion.objects.create(
            achievement=checking.achievement,
            number=number,
            language=language,
            kind=checking.kind,
            title=checking.title,
            summary=checking.summary,
            requirements=checking.requirements,
            published_at=published_at,
        )

    return published


def _related(intent, version):
    return compose(intent, version)["credentialSubject"]["achievement"].get("related")


def test_a_first_version_is_related_to_none(intent, checking, next_version):
    next_version(2)

    assert _related(intent, checking) is None


def test_a_version_names_those_published_before_it_the_newest_first(intent, checking, next_version):
    next_version(2, language="de")
    next_version(3, published_at=None)
    fourth = next_version(4)
    next_version(5)
    id = f"http://localhost:8000/achievements/{checking.achievement_id}/#version-"

    assert _related(intent, fourth) == [
        {"id": f"{id}2", "type": ["Related"], "inLanguage": "de", "version": "2"},
        {"id": f"{id}1", "type": ["Related"], "inLanguage": "en", "version": "1"},
    ]
    assert to_quads(compose(intent, fourth))


def test_the_former_versions_of_a_long_history_cost_ten_lines_and_one_query(
    intent, next_version, django_assert_num_queries
):
    *_, before, last = [next_version(number) for number in range(2, 16)]
    with CaptureQueriesContext(connection) as few:
        _related(intent, before)

    with django_assert_num_queries(len(few)):
        related = _related(intent, last)

    assert [one["version"] for one in related] == [str(number) for number in range(14, 4, -1)]
