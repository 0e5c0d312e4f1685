"""Where only what could differ is asked, the answer is that of all checks."""

import json

import pytest

from cairn.vc.checks_alone import Reading
from cairn.vc.conforming import MAX_PROOF_MEMBERS
from cairn.vc.documents import pinned_context
from cairn.vc.shape_cache import ShapeCache
from tests.credentials import signed, unsigned_credential
from tests.credentials import status_list as full_status_list
from tests.json_leaves import at, with_leaf
from tests.signing import lists, report_on

FULL = json.loads(json.dumps(signed(unsigned_credential())))
FULL["awardedDate"] = "2026-03-01T09:00:00Z"
FULL["credentialSubject"] |= {
    "licenseNumber": "L-1",
    "narrative": "Led three meetings.",
    "activityStartDate": "2026-01-01T00:00:00Z",
    "activityEndDate": "2026-02-01T00:00:00Z",
}
FULL["credentialSubject"]["result"][0]["value"] = "4"
LISTED = json.loads(json.dumps(full_status_list()))

SUBJECT, STATUS = "credentialSubject", "credentialStatus"
MOMENTS = [
    ("awardedDate",),
    (SUBJECT, "activityStartDate"),
    (SUBJECT, "activityEndDate"),
    ("validFrom",),
    ("validUntil",),
]
PLACES = [
    *MOMENTS,
    ("id",),
    ("name",),
    ("description",),
    (SUBJECT, "id"),
    (SUBJECT, "identifier", 0, "identityHash"),
    (SUBJECT, "identifier", 0, "salt"),
    (SUBJECT, "licenseNumber"),
    (SUBJECT, "narrative"),
    (SUBJECT, "result", 0, "value"),
    (SUBJECT, "result", 0, "achievedLevel"),
    ("evidence", 0, "id"),
    ("evidence", 0, "name"),
    ("evidence", 0, "description"),
    ("evidence", 0, "digestMultibase"),
    ("evidence", 1, "narrative"),
    (STATUS, "id"),
    (STATUS, "statusListIndex"),
]
ODD = [
    *("", "x", "urn:x:1", "https://a.example/ b", "01", "9" * 12),
    *("2026-02-30T09:00:00Z", "1999-03-02T09:00:00Z"),
    *("2999-03-02T09:00:00+01:00", "\ud800"),
    *(FULL["id"], FULL[STATUS]["statusListCredential"]),
    FULL[SUBJECT]["achievement"]["resultDescription"][2]["requiredLevel"],
]


def alone(document, shapes=None):
    return Reading(pinned_context, shapes=shapes).alone(document)


def known(document, *others):
    """Return shapes that know documents like this one, with holes where the others differ."""
    shapes = ShapeCache()
    for one in (document, document, document, *others, document, *others):
        assert alone(one, shapes).checks == alone(one).checks
    return shapes


def goes_the_short_way(document, shapes, monkeypatch):
    full, calls = Reading._in_full, []

    def counting(reading, document):
        calls.append(document)
        return full(reading, document)

    with monkeypatch.context() as patch:
        patch.setattr(Reading, "_in_full", counting)
        alone(document, shapes)
    return calls == []


def another(text):
    if ":00:00Z" in text:
        return text.replace(":00:00Z", ":30:00Z")
    return text + "/2" if ":" in text else f"{text}2"


@pytest.mark.parametrize("way", PLACES, ids=str)
def test_whatever_stands_in_a_hole_the_answer_is_the_same(way, monkeypatch):
    other = with_leaf(FULL, way, another(at(FULL, way)))
    shapes = known(FULL, other)
    if way != (SUBJECT, "result", 0, "achievedLevel"):
        assert goes_the_short_way(other, shapes, monkeypatch)

    for text in ODD:
        changed = with_leaf(FULL, way, text)
        quick, slow = alone(changed, shapes), alone(changed)
        assert (quick.checks, quick.digest) == (slow.checks, slow.digest)


def test_a_level_that_is_no_level_of_the_rubric_is_remarked_on(monkeypatch):
    way = (SUBJECT, "result", 0, "achievedLevel")
    levels = FULL[SUBJECT]["achievement"]["resultDescription"][0]["rubricCriterionLevel"]
    others = [with_leaf(FULL, way, level["id"]) for level in levels]
    shapes = known(FULL, *others)
    assert goes_the_short_way(others[0], shapes, monkeypatch)
    odd = with_leaf(FULL, way, "https://college.example/no-level")

    assert "names no level" in alone(odd, shapes).checks[2].detail
    assert not goes_the_short_way(odd, shapes, monkeypatch)


@pytest.mark.parametrize("has_rubric", [True, False])
def test_levels_are_those_of_the_subject_that_has_the_result(has_rubric, monkeypatch):
    subject = json.loads(json.dumps(FULL[SUBJECT]))
    if not has_rubric:
        del subject["result"][0]["resultDescription"]
    document = {**FULL, SUBJECT: [subject]}
    way = (SUBJECT, 0, "result", 0, "achievedLevel")
    levels = subject["achievement"]["resultDescription"][0]["rubricCriterionLevel"]
    others = [with_leaf(document, way, level["id"]) for level in levels]
    shapes = known(document, *others)
    assert all(goes_the_short_way(one, shapes, monkeypatch) for one in others)
    for text in ODD:
        changed = with_leaf(document, way, text)
        assert alone(changed, shapes).checks == alone(changed).checks


def test_texts_in_a_list_have_every_check_made(monkeypatch):
    digest = FULL["evidence"][0]["digestMultibase"]
    document = with_leaf(FULL, ("evidence", 0, "digestMultibase"), [digest, digest])
    other = with_leaf(document, ("evidence", 0, "digestMultibase", 1), digest + "1")
    shapes = known(document, other)

    assert not any(check.detail for check in alone(document).checks)
    assert not goes_the_short_way(other, shapes, monkeypatch)


def test_the_last_day_of_validity_may_not_come_before_the_first(monkeypatch):
    shapes = known(FULL, with_leaf(FULL, ("validFrom",), "2026-03-02T09:30:00Z"))
    reversed_period = with_leaf(FULL, ("validFrom",), "2999-03-02T09:00:00Z")

    assert alone(reversed_period, shapes).checks[2].reason == "validity_reversed"


def test_where_a_place_is_not_listed_every_check_is_made(monkeypatch):
    way = (SUBJECT, "achievement", "humanCode")
    document = with_leaf(FULL, way, "A1")
    shapes = known(document, with_leaf(FULL, way, "A2"))

    assert not goes_the_short_way(document, shapes, monkeypatch)


def test_a_document_with_a_remark_teaches_nothing(monkeypatch):
    image = {**FULL, SUBJECT: {**FULL[SUBJECT], "image": {"id": "urn:x:1", "type": "Image"}}}
    document = with_leaf(image, (SUBJECT, "achievement", "achievementType"), "Unheard")
    shapes = known(document)

    assert alone(document).checks[2].detail.startswith("tolerated")
    assert not goes_the_short_way(document, shapes, monkeypatch)


def with_proof(proof):
    return {**FULL, "proof": proof}


PROOF = FULL["proof"][0]


@pytest.mark.parametrize(
    "proof",
    [
        *([PROOF, PROOF], [], None, "a proof", [["a"]], {**PROOF, "expires": None}),
        *({**PROOF, "type": ["DataIntegrityProof"]}, {**PROOF, "domain": "\ud800"}),
        {**PROOF, "nonce": {"deep": ["er"]}},
        {name: text for name, text in PROOF.items() if name != "type"},
        {**PROOF, **{f"more {number}": "x" for number in range(MAX_PROOF_MEMBERS)}},
    ],
    ids=range(11),
)
def test_an_unusual_proof_has_every_check_made(proof, monkeypatch):
    shapes = known(FULL)
    assert goes_the_short_way(FULL, shapes, monkeypatch)
    assert goes_the_short_way(with_proof(PROOF), shapes, monkeypatch)

    assert not goes_the_short_way(with_proof(proof), shapes, monkeypatch)
    assert alone(with_proof(proof), shapes).checks == alone(with_proof(proof)).checks


def test_status_lists_are_known_as_well(monkeypatch):
    other = with_leaf(LISTED, (SUBJECT, "encodedList"), "uH4sI")
    shapes = known(LISTED, other)

    assert goes_the_short_way(LISTED, shapes, monkeypatch)


def same_report(document, shapes, **how):
    """Return the report, the same as without any memory."""
    found = report_on(document, statuses=lists(LISTED), shapes=shapes, **how)
    assert found == report_on(document, statuses=lists(LISTED), **how)
    return found


SIGNED = json.loads(json.dumps(signed(unsigned_credential())))
VIDEO = ("evidence", 0)


@pytest.mark.parametrize("member", ["id", "digestMultibase"])
def test_a_text_that_decides_which_file_is_bound_is_looked_at_each_time(member):
    other = with_leaf(SIGNED, (*VIDEO, member), another(at(SIGNED, (*VIDEO, member))))
    resigned = signed({name: value for name, value in other.items() if name != "proof"})
    shapes = known(SIGNED, resigned)

    assert alone(SIGNED, shapes).known.evidence is None
    assert at(resigned, (*VIDEO, "id")) in same_report(resigned, shapes).check("evidence").detail
    assert same_report(SIGNED, shapes).outcome == "valid"


def test_files_that_are_handed_in_are_looked_at_each_time():
    shapes, file = known(SIGNED), {at(SIGNED, (*VIDEO, "id")): b"not the video"}

    assert alone(SIGNED, shapes).known.evidence.outcome == "not_checked"
    assert same_report(SIGNED, shapes, resources=file).reasons == ["evidence_mismatch"]
    assert same_report(SIGNED, shapes).check("evidence") == alone(SIGNED, shapes).known.evidence


def test_what_is_said_of_schemas_is_said_of_each():
    schema = {"id": "https://college.example/schema.json", "type": "JsonSchema"}
    document = signed({**unsigned_credential(), "credentialSchema": [schema]})
    shapes = known(document)

    assert alone(document, shapes).known.schemas is not None
    assert same_report(document, shapes).check("schema").outcome == "not_checked"


def test_what_is_inside_is_verified_each_time():
    document = signed({**unsigned_credential(), "endorsementJwt": ["a.b.c"]})
    shapes = known(document)

    assert not alone(document, shapes).known.is_plain
    assert len(same_report(document, shapes).enclosed) == 1
