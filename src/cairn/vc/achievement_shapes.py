"""
The classes of Open Badges 3.0: which members each has, of which kind, and which are required.

A kind is `text`, `url`, `moment`, `day`, `number`, `boolean`, `name` (a text or language
values), the name of a class, or the name of a list of words; `*` behind it means that there
may be several.

Source: 1EdTech Open Badges Specification 3.0, sections "Credentials Data Models" and
"Credentials Enumerations".
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Shape:
    """One class; in a closed one there is nothing but the members listed."""

    required: tuple[str, ...]
    members: dict[str, str] = field(default_factory=dict)
    closed: bool = False
    typed: bool = True


_IDENTIFIERS = (
    "name sourcedId systemId productId userName accountId emailAddress nationalIdentityNumber "
    "isbn issn lisSourcedId oneRosterSourcedId sisSourcedId ltiContextId ltiDeploymentId "
    "ltiToolId ltiPlatformId ltiUserId identifier"
)

WORDS: dict[str, frozenset[str]] = {
    "AssociationType": frozenset(
        [
            "exactMatchOf",
            "isChildOf",
            "isParentOf",
            "isPartOf",
            "isPeerOf",
            "isRelatedTo",
            "precedes",
            "replacedBy",
        ]
    ),
    "IdentifierType": frozenset(_IDENTIFIERS.split()),
    "AchievementType": frozenset(
        [
            "Achievement",
            "ApprenticeshipCertificate",
            "Assessment",
            "Assignment",
            "AssociateDegree",
            "Award",
            "Badge",
            "BachelorDegree",
            "Certificate",
            "CertificateOfCompletion",
            "Certification",
            "CommunityService",
            "Competency",
            "Course",
            "CoCurricular",
            "Degree",
            "Diploma",
            "DoctoralDegree",
            "Fieldwork",
            "GeneralEducationDevelopment",
            "JourneymanCertificate",
            "LearningProgram",
            "License",
            "Membership",
            "ProfessionalDoctorate",
            "QualityAssuranceCredential",
            "MasterCertificate",
            "MasterDegree",
            "MicroCredential",
            "ResearchDoctorate",
            "SecondarySchoolDiploma",
        ]
    ),
    "TargetType": frozenset(
        [
            "ceasn:Competency",
            "ceterms:Credential",
            "CFItem",
            "CFRubric",
            "CFRubricCriterion",
            "CFRubricCriterionLevel",
            "CTDL",
        ]
    ),
    "ResultType": frozenset(
        [
            "GradePointAverage",
            "LetterGrade",
            "Percent",
            "PerformanceLevel",
            "PredictedScore",
            "RawScore",
            "Result",
            "RubricCriterion",
            "RubricCriterionLevel",
            "RubricScore",
            "ScaledScore",
            "Status",
        ]
    ),
    "ResultStatus": frozenset(
        ["Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Provisional", "Withdrew"]
    ),
}
CLOSED = {"AssociationType"}
"""Lists of words to which nobody may add one, and of which no other is tolerated."""

EXTENSIBLE = {"IdentifierType", "AchievementType", "TargetType", "ResultType"}
"""Lists of words to which anybody may add one of their own that begins with `ext:`."""

SHAPES: dict[str, Shape] = {
    "Credential": Shape(
        required=("@context", "id", "type", "credentialSubject", "issuer"),
        members={
            "name": "name",
            "description": "name",
            "image": "Image",
            "awardedDate": "moment",
            "endorsement": "EndorsementCredential*",
            "endorsementJwt": "text*",
            "evidence": "Evidence*",
            "issuer": "Profile",
        },
        typed=False,
    ),
    "EndorsementCredential": Shape(
        required=("@context", "id", "type", "credentialSubject", "issuer"),
        members={"awardedDate": "moment", "issuer": "Profile"},
    ),
    "EndorsementSubject": Shape(
        required=("id", "type"), members={"id": "url", "endorsementComment": "text"}
    ),
    "AchievementSubject": Shape(
        required=("type", "achievement"),
        members={
            "id": "url",
            "activityEndDate": "moment",
            "activityStartDate": "moment",
            "creditsEarned": "number",
            "achievement": "Achievement",
            "identifier": "IdentityObject*",
            "image": "Image",
            "licenseNumber": "text",
            "narrative": "text",
            "result": "Result*",
            "role": "text",
            "source": "Profile",
            "term": "text",
        },
    ),
    "ClrSubject": Shape(
        required=("type", "verifiableCredential"),
        members={
            "id": "url",
            "identifier": "IdentityObject*",
            "achievement": "Achievement*",
            "association": "Association*",
        },
    ),
    "Association": Shape(
        required=("type", "associationType", "sourceId", "targetId"),
        members={"associationType": "AssociationType", "sourceId": "url", "targetId": "url"},
        closed=True,
    ),
    "IdentityObject": Shape(
        required=("type", "hashed", "identityHash", "identityType"),
        members={
            "hashed": "boolean",
            "identityHash": "text",
            "identityType": "IdentifierType",
            "salt": "text",
        },
        closed=True,
    ),
    "Achievement": Shape(
        required=("id", "type", "criteria", "description", "name"),
        members={
            "id": "url",
            "alignment": "Alignment*",
            "achievementType": "AchievementType",
            "creator": "Profile",
            "creditsAvailable": "number",
            "criteria": "Criteria",
            "description": "text",
            "endorsement": "EndorsementCredential*",
            "endorsementJwt": "text*",
            "fieldOfStudy": "text",
            "humanCode": "text",
            "image": "Image",
            "inLanguage": "text",
            "name": "text",
            "otherIdentifier": "IdentifierEntry*",
            "related": "Related*",
            "resultDescription": "ResultDescription*",
            "specialization": "text",
            "tag": "text*",
            "version": "text",
        },
    ),
    "Alignment": Shape(
        required=("type", "targetName", "targetUrl"),
        members={
            "targetCode": "text",
            "targetDescription": "text",
            "targetName": "text",
            "targetFramework": "text",
            "targetType": "TargetType",
            "targetUrl": "url",
        },
    ),
    "Criteria": Shape(required=(), members={"id": "url", "narrative": "text"}, typed=False),
    "Evidence": Shape(
        required=("type",),
        members={
            "id": "url",
            "narrative": "text",
            "name": "text",
            "description": "text",
            "genre": "text",
            "audience": "text",
        },
    ),
    "IdentifierEntry": Shape(
        required=("type", "identifier", "identifierType"),
        members={"identifier": "text", "identifierType": "IdentifierType"},
        closed=True,
    ),
    "Image": Shape(required=("id", "type"), members={"id": "url", "caption": "text"}, closed=True),
    "Result": Shape(
        required=("type",),
        members={
            "achievedLevel": "url",
            "alignment": "Alignment*",
            "resultDescription": "url",
            "status": "ResultStatus",
            "value": "text",
        },
    ),
    "ResultDescription": Shape(
        required=("id", "type", "name", "resultType"),
        members={
            "id": "url",
            "alignment": "Alignment*",
            "allowedValue": "text*",
            "name": "text",
            "requiredLevel": "url",
            "requiredValue": "text",
            "resultType": "ResultType",
            "rubricCriterionLevel": "RubricCriterionLevel*",
            "valueMax": "text",
            "valueMin": "text",
        },
    ),
    "RubricCriterionLevel": Shape(
        required=("id", "type", "name"),
        members={
            "id": "url",
            "alignment": "Alignment*",
            "description": "text",
            "level": "text",
            "name": "text",
            "points": "text",
        },
    ),
    "Related": Shape(
        required=("id", "type"),
        members={"id": "url", "inLanguage": "text", "version": "text"},
        typed=False,
    ),
    "Profile": Shape(
        required=("id", "type"),
        members={
            "id": "url",
            "name": "name",
            "url": "url",
            "phone": "text",
            "description": "name",
            "endorsement": "EndorsementCredential*",
            "endorsementJwt": "text*",
            "image": "Image",
            "email": "text",
            "address": "Address",
            "otherIdentifier": "IdentifierEntry*",
            "official": "text",
            "parentOrg": "Profile",
            "familyName": "text",
            "givenName": "text",
            "additionalName": "text",
            "patronymicName": "text",
            "honorificPrefix": "text",
            "honorificSuffix": "text",
            "familyNamePrefix": "text",
            "dateOfBirth": "day",
        },
    ),
    "Address": Shape(
        required=("type",),
        members={
            "addressCountry": "text",
            "addressCountryCode": "text",
            "addressRegion": "text",
            "addressLocality": "text",
            "streetAddress": "text",
            "postOfficeBoxNumber": "text",
            "postalCode": "text",
            "geo": "GeoCoordinates",
        },
    ),
    "GeoCoordinates": Shape(
        required=("type", "latitude", "longitude"),
        members={"latitude": "number", "longitude": "number"},
    ),
}
