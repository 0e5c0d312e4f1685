"""One credential with every member that the library writes, held against one written by hand."""

from __future__ import annotations

from cairn.openbadges.v3 import (
    EXTENSIONS_CONTEXT,
    SCHEMA_URL,
    Achievement,
    Activity,
    Address,
    Alignment,
    Criteria,
    Evidence,
    GeoCoordinates,
    IdentifierEntry,
    Image,
    Profile,
    Recipient,
    Related,
    Result,
    ResultDescription,
    RubricLevel,
    achievement_credential,
)
from cairn.vc.status_list import status_entry
from tests.moments import DAY, MONDAY
from tests.signing import an_endorsement, signed

BASE = "https://college.example"
OF_ACHIEVEMENT, OF_ISSUER, OF_CREDENTIAL = (
    signed(an_endorsement(of=f"{BASE}/{name}")) for name in ("achievement", "issuer", "credential")
)
IMAGE = Image(id=f"{BASE}/badge.png", caption="A cairn")
IMAGE_WRITTEN = {"id": f"{BASE}/badge.png", "type": "Image", "caption": "A cairn"}
ALIGNMENT = Alignment(
    target_name="Decisions",
    target_url=f"{BASE}/skills/1",
    target_type="CTDL",
    target_code="S1",
    target_description="Leads to one.",
    target_framework="College skills",
)
ALIGNMENT_WRITTEN = {
    "type": ["Alignment"],
    "targetName": "Decisions",
    "targetUrl": f"{BASE}/skills/1",
    "targetType": "CTDL",
    "targetCode": "S1",
    "targetDescription": "Leads to one.",
    "targetFramework": "College skills",
}
CREATOR = Profile(id=f"{BASE}/parent", name="North Colleges")
CREATOR_WRITTEN = {"id": f"{BASE}/parent", "type": ["Profile"], "name": "North Colleges"}
ISSUER = Profile(
    id=f"{BASE}/issuer",
    name="North College",
    url=BASE,
    description="A college in the north.",
    email="badges@college.example",
    phone="+49 30 1234567",
    official="The registrar",
    image=IMAGE,
    address=Address(
        address_country="Germany",
        address_country_code="DE",
        address_region="Berlin",
        address_locality="Berlin-Mitte",
        street_address="Street 1",
        post_office_box_number="77",
        postal_code="10115",
        geo=GeoCoordinates(latitude=52.5, longitude=13.4),
    ),
    parent_org=CREATOR,
    endorsements=(OF_ISSUER,),
    other_identifiers=(IdentifierEntry(identifier="0815", identifier_type="sourcedId"),),
)
ISSUER_WRITTEN = {
    "id": f"{BASE}/issuer",
    "type": ["Profile"],
    "name": "North College",
    "url": BASE,
    "description": "A college in the north.",
    "email": "badges@college.example",
    "phone": "+49 30 1234567",
    "official": "The registrar",
    "image": IMAGE_WRITTEN,
    "address": {
        "type": ["Address"],
        "addressCountry": "Germany",
        "addressCountryCode": "DE",
        "addressRegion": "Berlin",
        "addressLocality": "Berlin-Mitte",
        "streetAddress": "Street 1",
        "postOfficeBoxNumber": "77",
        "postalCode": "10115",
        "geo": {"type": "GeoCoordinates", "latitude": 52.5, "longitude": 13.4},
    },
    "parentOrg": CREATOR_WRITTEN,
    "endorsement": [OF_ISSUER],
    "otherIdentifier": [
        {"type": "IdentifierEntry", "identifier": "0815", "identifierType": "sourcedId"}
    ],
}
LEVEL = RubricLevel(
    id=f"{BASE}/levels/1",
    name="Alone",
    description="Without help.",
    level="1",
    points="10",
    alignments=(ALIGNMENT,),
)
RUBRIC = ResultDescription(
    id=f"{BASE}/results/1",
    name="Leads it",
    result_type="RubricCriterionLevel",
    required_level=f"{BASE}/levels/1",
    levels=(LEVEL,),
    alignments=(ALIGNMENT,),
)
RUBRIC_WRITTEN = {
    "id": f"{BASE}/results/1",
    "type": ["ResultDescription"],
    "name": "Leads it",
    "resultType": "RubricCriterionLevel",
    "requiredLevel": f"{BASE}/levels/1",
    "rubricCriterionLevel": [
        {
            "id": f"{BASE}/levels/1",
            "type": ["RubricCriterionLevel"],
            "name": "Alone",
            "description": "Without help.",
            "level": "1",
            "points": "10",
            "alignment": [ALIGNMENT_WRITTEN],
        }
    ],
    "alignment": [ALIGNMENT_WRITTEN],
}
GRADE = ResultDescription(
    id=f"{BASE}/results/2",
    name="Grade",
    result_type="LetterGrade",
    required_value="C",
    value_min="F",
    value_max="A",
    allowed_values=("A", "C", "F"),
)
GRADE_WRITTEN = {
    "id": f"{BASE}/results/2",
    "type": ["ResultDescription"],
    "name": "Grade",
    "resultType": "LetterGrade",
    "requiredValue": "C",
    "valueMin": "F",
    "valueMax": "A",
    "allowedValue": ["A", "C", "F"],
}
ACHIEVEMENT = Achievement(
    id=f"{BASE}/achievement",
    name="Whiteboards",
    description="Leads a decision.",
    criteria=Criteria(id=f"{BASE}/criteria", narrative="Led one."),
    achievement_type="MicroCredential",
    creator=CREATOR,
    credits_available=2.5,
    field_of_study="Teaching",
    human_code="W-1",
    image=IMAGE,
    in_language="en",
    specialization="Groups",
    version="3",
    tags=("drawing", "teaching"),
    alignments=(ALIGNMENT,),
    result_descriptions=(RUBRIC, GRADE),
    related=(Related(id=f"{BASE}/older", in_language="de", version="2"),),
    endorsements=(OF_ACHIEVEMENT,),
    other_identifiers=(IdentifierEntry(identifier="W1", identifier_type="ext:local"),),
)
ACHIEVEMENT_WRITTEN = {
    "id": f"{BASE}/achievement",
    "type": ["Achievement"],
    "name": "Whiteboards",
    "description": "Leads a decision.",
    "criteria": {"id": f"{BASE}/criteria", "narrative": "Led one."},
    "achievementType": "MicroCredential",
    "creator": CREATOR_WRITTEN,
    "creditsAvailable": 2.5,
    "fieldOfStudy": "Teaching",
    "humanCode": "W-1",
    "image": IMAGE_WRITTEN,
    "inLanguage": "en",
    "specialization": "Groups",
    "version": "3",
    "tag": ["drawing", "teaching"],
    "alignment": [ALIGNMENT_WRITTEN],
    "resultDescription": [RUBRIC_WRITTEN, GRADE_WRITTEN],
    "related": [{"id": f"{BASE}/older", "type": ["Related"], "inLanguage": "de", "version": "2"}],
    "endorsement": [OF_ACHIEVEMENT],
    "otherIdentifier": [
        {"type": "IdentifierEntry", "identifier": "W1", "identifierType": "ext:local"}
    ],
}
IDENTITY = {
    "type": "IdentityObject",
    "hashed": True,
    "identityHash": "sha256$" + "0" * 64,
    "identityType": "emailAddress",
    "salt": "s",
}
ENTRY = status_entry(list_url=f"{BASE}/status/1", index=7)


def test_every_member_is_written_as_the_standard_has_it():
    document = achievement_credential(
        id="urn:uuid:0b1a7a3c-55f3-4ad6-9c3e-6d2b4d9c1f10",
        issuer=ISSUER,
        recipient=Recipient(id="urn:uuid:7", identity=IDENTITY, name="Ada"),
        achievement=ACHIEVEMENT,
        valid_from=MONDAY,
        valid_until=MONDAY + DAY,
        awarded=MONDAY - DAY,
        results=(
            Result(result_description=RUBRIC.id, achieved_level=LEVEL.id, status="Completed"),
            Result(result_description=GRADE.id, value="A", alignments=(ALIGNMENT,)),
        ),
        evidence=(
            Evidence(
                id=f"{BASE}/evidence/1",
                name="Film",
                description="Twenty minutes",
                narrative="How it went.",
                genre="Video",
                audience="Evaluators",
                digest_multibase="zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n",
            ),
        ),
        activity=Activity(
            started=MONDAY - 9 * DAY,
            ended=MONDAY,
            credits_earned=2.0,
            license_number="L-1",
            role="Facilitator",
            term="Spring",
            narrative="Three sessions.",
            source=CREATOR,
            image=IMAGE,
        ),
        status=ENTRY,
        name="Whiteboards, led",
        description="Awarded for leading.",
        image=IMAGE,
        refresh_url=f"{BASE}/refresh/1",
        names_schema=True,
        endorsements=(OF_CREDENTIAL,),
    )

    assert document == {
        "@context": [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
            EXTENSIONS_CONTEXT,
        ],
        "id": "urn:uuid:0b1a7a3c-55f3-4ad6-9c3e-6d2b4d9c1f10",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Whiteboards, led",
        "description": "Awarded for leading.",
        "image": IMAGE_WRITTEN,
        "issuer": ISSUER_WRITTEN,
        "validFrom": "2026-03-02T09:00:00Z",
        "validUntil": "2026-03-03T09:00:00Z",
        "awardedDate": "2026-03-01T09:00:00Z",
        "credentialSubject": {
            "id": "urn:uuid:7",
            "type": ["AchievementSubject"],
            "identifier": [
                IDENTITY,
                {
                    "type": "IdentityObject",
                    "hashed": False,
                    "identityHash": "Ada",
                    "identityType": "name",
                },
            ],
            "achievement": ACHIEVEMENT_WRITTEN,
            "result": [
                {
                    "type": ["Result"],
                    "resultDescription": RUBRIC.id,
                    "achievedLevel": LEVEL.id,
                    "status": "Completed",
                },
                {
                    "type": ["Result"],
                    "resultDescription": GRADE.id,
                    "value": "A",
                    "alignment": [ALIGNMENT_WRITTEN],
                },
            ],
            "activityStartDate": "2026-02-21T09:00:00Z",
            "activityEndDate": "2026-03-02T09:00:00Z",
            "creditsEarned": 2.0,
            "licenseNumber": "L-1",
            "role": "Facilitator",
            "term": "Spring",
            "narrative": "Three sessions.",
            "source": CREATOR_WRITTEN,
            "image": IMAGE_WRITTEN,
        },
        "evidence": [
            {
                "id": f"{BASE}/evidence/1",
                "type": ["Evidence"],
                "name": "Film",
                "description": "Twenty minutes",
                "narrative": "How it went.",
                "genre": "Video",
                "audience": "Evaluators",
                "digestMultibase": "zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n",
            }
        ],
        "credentialStatus": ENTRY,
        "credentialSchema": [{"id": SCHEMA_URL, "type": "1EdTechJsonSchemaValidator2019"}],
        "refreshService": {"id": f"{BASE}/refresh/1", "type": "1EdTechCredentialRefresh"},
        "endorsement": [OF_CREDENTIAL],
    }
