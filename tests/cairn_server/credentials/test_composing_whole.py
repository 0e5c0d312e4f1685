"""One award with every field filled, held against what was written down by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from cairn.openbadges.identity import hashed_identity
from cairn_server.catalog.models import Alignment
from cairn_server.credentials.composing import Intent, compose
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.shown_work import shown_tasks
from cairn_server.frameworks.models import Competency, CompetencyFramework
from tests.moments import MONDAY

SITE = "http://localhost:8000"
STATUS_LIST, SUSPENSION_LIST = "0e" * 16, "0d" * 16


def filled(checking):
    """Fill what a definition may say."""
    checking.tags = ["drawing", "teaching"]
    checking.credits_value = Decimal("2.5")
    checking.assessment_type = "Observed in class"
    framework = CompetencyFramework.objects.create(name="O*NET")
    competency = Competency.objects.create(
        framework=framework,
        url="https://onet.example/2.A.1.f",
        name="Instructing",
        code="2.A.1.f",
        description="Teaching others how to do something.",
        target_type="CTDL",
    )
    Alignment.objects.create(version=checking, competency=competency)
    return checking


def entry(list_id, purpose):
    return {
        "id": f"{SITE}/status/{list_id}#42",
        "type": "BitstringStatusListEntry",
        "statusPurpose": purpose,
        "statusListIndex": "42",
        "statusListCredential": f"{SITE}/status/{list_id}",
    }


def described(criterion, name, *levels):
    """Return a result description; each level has a slug, a name and what it means."""
    return {
        "id": criterion,
        "type": ["ResultDescription"],
        "name": name,
        "resultType": "RubricCriterionLevel",
        "requiredLevel": f"{criterion}-met",
        "rubricCriterionLevel": [
            {
                "id": f"{criterion}-{slug}",
                "type": ["RubricCriterionLevel"],
                "name": called,
                "description": meaning,
                "level": str(number),
                "points": str(number),
            }
            for number, (slug, called, meaning) in enumerate(levels)
        ],
    }


def reached(criterion):
    return {
        "type": ["Result"],
        "resultDescription": criterion,
        "achievedLevel": f"{criterion}-met",
        "status": "Completed",
    }


def test_an_award_says_everything_that_is_known_of_it(ada, checking, judge, college):
    college.description = "A college in the north."
    college.save()
    issuer = establish_issuer(organisation=college, at=MONDAY, standing="employer-recognised")
    issuer.email = "badges@north.example"
    work = judge(ada, checking)
    identity = hashed_identity("ada@north.example", "salt")
    intent = Intent(
        credential_id="0f" * 16,
        issuer=issuer,
        subject=UUID(int=7),
        identity=identity,
        name="Ada",
        shown=shown_tasks(ada, [str(work.task_id)]),
        list_id=STATUS_LIST,
        suspension_id=SUSPENSION_LIST,
        position=42,
        valid_from=MONDAY,
        valid_until=datetime(2027, 3, 2, 9, tzinfo=UTC),
    )

    document = compose(intent, filled(checking))

    profile = {
        "id": issuer.did,
        "type": ["Profile"],
        "name": "North College",
        "url": f"{SITE}/issuers/{issuer.pk}/",
        "description": "A college in the north. Standing: employer-recognised.",
        "email": "badges@north.example",
    }
    page = f"{SITE}/achievements/{checking.achievement_id}/"
    asks, acts = (f"{page}#version-1-{work.task_id}-{slug}" for slug in ("asks", "acts"))
    [evidence] = document["evidence"]
    assert document == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ],
        "id": f"{SITE}/credentials/{'0f' * 16}/",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Checking for Understanding",
        "description": "Finds out what every learner has understood.",
        "issuer": profile,
        "validFrom": "2026-03-02T09:00:00Z",
        "validUntil": "2027-03-02T09:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:00000000-0000-0000-0000-000000000007",
            "type": ["AchievementSubject"],
            "identifier": [
                identity,
                {
                    "type": "IdentityObject",
                    "identityHash": "Ada",
                    "identityType": "name",
                    "hashed": False,
                },
            ],
            "achievement": {
                "id": f"{page}#version-1",
                "type": ["Achievement"],
                "name": "Checking for Understanding",
                "description": "Plans checks that make thinking visible.",
                "criteria": {
                    "id": page,
                    "narrative": "Plans checks that make thinking visible.\n\n"
                    "**Lesson reflection**, judged on:\n\n"
                    "- Asks everybody: Every learner answers.\n"
                    "- Acts on it: The lesson changes.\n\n"
                    "Observed in class",
                },
                "achievementType": "MicroCredential",
                "creator": profile,
                "creditsAvailable": 2.5,
                "image": {
                    "id": f"{page}badge.svg",
                    "type": "Image",
                    "caption": "Checking for Understanding",
                },
                "inLanguage": "en",
                "version": "1",
                "tag": ["drawing", "teaching"],
                "alignment": [
                    {
                        "type": ["Alignment"],
                        "targetName": "assess students",
                        "targetUrl": "http://data.europa.eu/esco/skill/1",
                        "targetType": "ceasn:Competency",
                        "targetFramework": "ESCO",
                    },
                    {
                        "type": ["Alignment"],
                        "targetName": "Instructing",
                        "targetUrl": "https://onet.example/2.A.1.f",
                        "targetType": "CTDL",
                        "targetCode": "2.A.1.f",
                        "targetDescription": "Teaching others how to do something.",
                        "targetFramework": "O*NET",
                    },
                ],
                "resultDescription": [
                    described(
                        asks,
                        "Asks everybody",
                        ("not-yet", "Not yet", "Nobody answers."),
                        ("met", "Met", "Everybody answers."),
                    ),
                    described(
                        acts,
                        "Acts on it",
                        ("not-yet", "Not yet", "Nobody answers."),
                        ("met", "Met", "Everybody answers."),
                    ),
                ],
            },
            "result": [reached(asks), reached(acts)],
        },
        "evidence": [
            {
                # one of its own in each credential, and of what was handed in: told elsewhere
                "id": evidence["id"],
                "digestMultibase": evidence["digestMultibase"],
                "type": ["Evidence"],
                "name": "Lesson reflection: Reflection",
                "description": "14 words",
                "narrative": "Judged against 2 criteria by 1 evaluator of North College, met on "
                "2026-03-03. Held privately by the holder.",
                "genre": "Text",
            }
        ],
        "credentialStatus": [
            entry(STATUS_LIST, "revocation"),
            entry(SUSPENSION_LIST, "suspension"),
        ],
    }


def test_what_is_not_known_is_left_out(ada, checking, judge, college):
    issuer = establish_issuer(organisation=college, at=MONDAY)
    work = judge(ada, checking)
    intent = Intent(
        credential_id="0f" * 16,
        issuer=issuer,
        subject=UUID(int=7),
        identity=None,
        name=None,
        shown=shown_tasks(ada, [str(work.task_id)]),
        list_id=STATUS_LIST,
        suspension_id="",
        position=42,
        valid_from=MONDAY,
    )
    checking.summary, checking.credits_value, checking.tags = "", None, []

    document = compose(intent, checking)

    assert {"description", "validUntil"}.isdisjoint(document)
    assert "identifier" not in document["credentialSubject"]
    achievement = document["credentialSubject"]["achievement"]
    assert {"creditsAvailable", "tag", "related"}.isdisjoint(achievement)
    assert document["credentialStatus"] == entry(STATUS_LIST, "revocation")
