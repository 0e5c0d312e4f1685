import pytest

from cairn.openbadges.endorsement import SCHEMA_URL
from cairn.vc.checks_schema import schemas
from cairn.vc.report import Check, CheckOutcome, Outcome
from tests.signing import a_badge, an_endorsement, report_on, signed

ACHIEVEMENT_SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
VALIDATOR = "1EdTechJsonSchemaValidator2019"
PASSED = Check.passed("model")


def named(*addresses, kind=VALIDATOR):
    return [{"id": address, "type": kind} for address in addresses]


@pytest.mark.parametrize("kind", [VALIDATOR, "JsonSchema"])
def test_the_schemas_of_open_badges_are_those_that_the_model_keeps(kind):
    badge = a_badge(credentialSchema=named(ACHIEVEMENT_SCHEMA, kind=kind))
    endorsement = an_endorsement(credentialSchema=named(SCHEMA_URL, kind=kind)[0])

    for document in (badge, endorsement):
        found = schemas(document, PASSED)
        assert found is not None
        assert found.outcome is CheckOutcome.PASSED


@pytest.mark.parametrize(
    "entries",
    [
        named("https://college.example/schema.json"),
        named(ACHIEVEMENT_SCHEMA, "https://college.example/schema.json"),
        named(ACHIEVEMENT_SCHEMA, kind="JsonSchemaCredential"),
        named(SCHEMA_URL),
        [7],
        "urn:x",
    ],
)
def test_one_that_is_not_known_or_of_another_kind_is_told(entries):
    found = schemas(a_badge(credentialSchema=entries), PASSED)

    assert found is not None
    assert found.outcome is CheckOutcome.NOT_CHECKED
    assert "was not applied" in found.detail


def test_nothing_is_said_of_what_is_not_named_or_of_a_model_that_was_not_kept():
    failed = schemas(
        a_badge(credentialSchema=named(ACHIEVEMENT_SCHEMA)), Check.failed("model", "id_invalid", "")
    )

    assert schemas(a_badge(), PASSED) is None
    assert failed == Check.not_checked("schema")


def test_a_report_says_it_and_stays_valid():
    schema = named("https://college.example/schema.json", kind="JsonSchema")

    report = report_on(signed(a_badge(credentialSchema=schema)))

    assert report.outcome is Outcome.VALID
    assert "https://college.example/schema.json" in report.check("schema").detail
    assert "schema" not in [check.name for check in report_on(signed(a_badge())).checks]


def test_a_longer_address_is_cut():
    found = schemas(a_badge(credentialSchema=named("https://a.example/" + "x" * 900)), PASSED)

    assert found is not None
    assert len(found.detail) < 300
