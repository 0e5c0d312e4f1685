"""
Members moved between objects of one id: the RDF stays the same, and so does the signature.

Each case is first shown to fit the signature, by the plain quads, and then to be refused.
"""

import copy
import re
from hashlib import sha256

import pytest

from cairn.errors import BudgetExceeded, NodeDivided
from cairn.vc.data_integrity import hash_data, secure
from cairn.vc.did import did_key_method
from cairn.vc.documents import CONTEXT_FILES, pinned_bytes
from cairn.vc.jsonld import signable_quads, to_quads
from cairn.vc.multibase import encode_multibase
from cairn.vc.rdfc import canonicalize
from cairn.vc.report import Outcome
from cairn.vc.shape_cache import ShapeCache
from cairn.vc.status_list import status_entry
from tests.moments import MONDAY
from tests.signing import (
    ACHIEVEMENT,
    ISSUER,
    KEY,
    LIST_URL,
    a_badge,
    an_endorsement,
    report_on,
    signed,
)

CREDENTIAL = a_badge()["id"]
SUBJECT = a_badge()["credentialSubject"]["id"]
VOCABULARY = "https://www.w3.org/2018/credentials#"
MOMENT = "http://www.w3.org/2001/XMLSchema#dateTime"
OVER = {
    "validUntil": "2026-02-01T00:00:00Z",
    "credentialStatus": status_entry(list_url=LIST_URL, index=7),
}
EXTENDED = [*a_badge()["@context"], "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"]
REFRESH = {"id": CREDENTIAL, "type": ["1EdTechCredentialRefresh"]}
FAILED = [{"type": ["Result"], "status": "Failed"}]


def evidence(of, **said):
    return [{"id": of, "type": ["Evidence"], **said}]


def plain(document):
    return canonicalize(to_quads(document))


def signed_by_others(document):
    """Sign as somebody does who does not know this check."""
    method = did_key_method(KEY.public)
    proof = secure(a_badge(), sign=KEY.sign, verification_method=method, created=MONDAY)["proof"][0]
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    digest = sha256(plain(document).encode()).digest()
    data = hash_data(document, options, digest=digest)
    return {**document, "proof": {**options, "proofValue": encode_multibase(KEY.sign(data))}}


def moved(document, names, *way, types=("VerifiableCredential",)):
    """Return the document with members of its root at the object to which `way` leads."""
    forged = copy.deepcopy(document)
    other = forged
    for step in way:
        other = other[step]
    other["type"] = [*other["type"], *types]
    for name in names:
        other[name] = forged.pop(name)
    return forged


def without_type(document):
    forged = copy.deepcopy(document)
    forged["type"].remove("AchievementCredential")
    forged["refreshService"]["type"].append("AchievementCredential")
    return forged


def by_its_address(document):
    forged = copy.deepcopy(document)
    moment = {"@value": forged.pop("validUntil"), "@type": MOMENT}
    forged["evidence"][0][f"{VOCABULARY}validUntil"] = moment
    return forged


def result_moved(document):
    forged = copy.deepcopy(document)
    other = forged["evidence"][0]
    other["type"].append("AchievementSubject")
    other["result"] = forged["credentialSubject"].pop("result")
    return forged


def criteria_moved(document):
    forged = copy.deepcopy(document)
    other = forged["evidence"][0]
    other["type"].append("Achievement")
    other["tag"] = forged["credentialSubject"]["achievement"].pop("tag")
    return forged


def failed_badge(**changes):
    badge = a_badge(**changes)
    badge["credentialSubject"]["result"] = FAILED
    return badge


WITH_EVIDENCE = a_badge(evidence=evidence(CREDENTIAL), **OVER)
WITH_REFRESH = a_badge(**{"@context": EXTENDED}, refreshService=REFRESH, **OVER)
PRAISED = a_badge(endorsement=[signed(an_endorsement(CREDENTIAL))], **OVER)
FORGERIES = {
    "to evidence": (WITH_EVIDENCE, moved(WITH_EVIDENCE, OVER, "evidence", 0)),
    "by its address": (WITH_EVIDENCE, by_its_address(WITH_EVIDENCE)),
    "to where it is renewed": (WITH_REFRESH, moved(WITH_REFRESH, OVER, "refreshService")),
    "its type": (WITH_REFRESH, without_type(WITH_REFRESH)),
    "into praise": (
        PRAISED,
        moved(
            {
                **PRAISED,
                "endorsement": [
                    {
                        **PRAISED["endorsement"][0],
                        "credentialSubject": {
                            **PRAISED["endorsement"][0]["credentialSubject"],
                            "type": ["EndorsementSubject"],
                        },
                    }
                ],
            },
            OVER,
            "endorsement",
            0,
            "credentialSubject",
        ),
    ),
    "of the subject": (
        failed_badge(evidence=evidence(SUBJECT)),
        result_moved(failed_badge(evidence=evidence(SUBJECT))),
    ),
    "of the achievement": (
        a_badge(evidence=evidence(ACHIEVEMENT)),
        criteria_moved(a_badge(evidence=evidence(ACHIEVEMENT))),
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_member_that_was_moved_is_found(name):
    genuine, forged = FORGERIES[name]
    proof = signed_by_others(genuine)["proof"]

    assert plain(forged) == plain(genuine)
    found = report_on({**forged, "proof": proof}, statuses=None)

    assert found.outcome is Outcome.INVALID
    assert "node_divided" in found.reasons


@pytest.mark.parametrize("name", FORGERIES)
def test_what_was_signed_says_what_it_said(name):
    genuine, _ = FORGERIES[name]

    assert canonicalize(signable_quads(genuine)) == plain(genuine)


@pytest.mark.parametrize("name", FORGERIES)
def test_it_is_not_signed_either(name):
    with pytest.raises(NodeDivided):
        signed(FORGERIES[name][1])


@pytest.mark.parametrize("name", FORGERIES)
def test_no_shape_that_is_known_lets_it_through(name):
    genuine, forged = FORGERIES[name]
    apart = copy.deepcopy(forged)
    if "evidence" in apart:
        apart["evidence"][0]["id"] = "urn:uuid:5d2c0c44-1111-4e2b-8c2a-000000000001"
    else:
        apart["id"] = "urn:uuid:5d2c0c44-1111-4e2b-8c2a-000000000002"
    shapes = ShapeCache()
    for number in range(6):
        shapes.digest({**genuine, "name": f"Whiteboards {number}"})
        shapes.digest({**apart, "name": f"Whiteboards {number}"})

    with pytest.raises(NodeDivided):
        shapes.digest(forged)


def test_two_entries_of_one_id_cannot_exchange_what_they_say():
    entry = status_entry(list_url=LIST_URL, index=7)
    other = {**status_entry(list_url=LIST_URL, index=8, purpose="suspension"), "id": entry["id"]}

    with pytest.raises(NodeDivided):
        signed(a_badge(credentialStatus=[entry, other]))


def test_claims_cannot_leave_a_subject_that_has_no_class():
    contexts = [a_badge()["@context"][0], "https://www.w3.org/ns/credentials/examples/v2"]
    bare = {
        "@context": contexts,
        "type": ["VerifiableCredential"],
        "issuer": {"id": ISSUER, "alumniOf": "North College"},
        "credentialSubject": {"id": ISSUER},
    }

    with pytest.raises(NodeDivided):
        signable_quads(bare)


def test_issuer_and_creator_may_say_different_things_of_the_same_organisation():
    badge = a_badge()
    creator = {"id": ISSUER, "type": ["Profile"], "name": "North College, Arts"}
    badge["credentialSubject"]["achievement"]["creator"] = creator

    assert report_on(signed(badge), statuses=None).outcome is Outcome.VALID


def test_an_object_may_stand_twice():
    image = {"id": "https://college.example/a.png", "type": "Image", "caption": "A board"}
    badge = a_badge(image=image)
    badge["credentialSubject"]["image"] = image
    badge["credentialSubject"]["id"] = ISSUER

    assert report_on(signed(badge), statuses=None).outcome is Outcome.VALID


def test_a_subject_may_stand_twice_with_its_members_in_another_order():
    badge = a_badge()
    subject = badge["credentialSubject"]
    reversed_inside = dict(reversed(subject["achievement"].items()))
    badge["credentialSubject"] = [subject, {**subject, "achievement": reversed_inside}]

    assert signable_quads(badge)


def test_a_node_with_too_many_objects_is_not_judged():
    services = [{**REFRESH, "id": "urn:x"} for _ in range(65)]

    assert signable_quads(a_badge(**{"@context": EXTENDED}, refreshService=services[:64]))
    with pytest.raises(BudgetExceeded, match="More than 64 objects"):
        signable_quads(a_badge(**{"@context": EXTENDED}, refreshService=services))


def test_a_member_of_the_credential_may_not_stand_in_praise_of_it():
    praise = signed(an_endorsement(CREDENTIAL))
    praise["credentialSubject"] |= {"name": "Whiteboards"}

    with pytest.raises(NodeDivided, match=r"\$\.endorsement\[0\]\.credentialSubject"):
        signable_quads(a_badge(endorsement=[praise]))


def test_a_subject_of_which_nothing_is_said_is_never_read_by_its_shape():
    shapes, badge = ShapeCache(), a_badge(credentialSubject={"id": "urn:uuid:a"})

    assert {shapes.canonical(badge) for _ in range(4)} == {plain(badge)}


BY_TYPE = {"@container": "@type", "@type": "@id"}
MAPS = {
    "id": "@id",
    "type": "@type",
    "A": "urn:A",
    "B": "urn:B",
    "a": "urn:a",
    "of": "urn:of",
    "types": {"@id": "urn:types", **BY_TYPE},
    "by": {"@id": "urn:by", "@container": "@index", "@index": "urn:key"},
    "key": "urn:key",
}
X, SAID = "urn:x", {"id": "urn:x", "a": "said"}


def by_maps(**members):
    return {"@context": "urn:c", "id": "urn:s", **members}


def load_maps(_):
    return {"@context": MAPS}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"types": {"A": X}, "of": SAID}, {"types": X, "of": SAID | {"type": "A"}}),
        (
            {"types": {"A": SAID}, "of": {**SAID, "type": "B"}},
            {"types": {"B": SAID}, "of": {**SAID, "type": "A"}},
        ),
        ({"by": {"k": SAID}, "of": {**SAID, "type": "B"}}, None),
        ({"types": {"A": "urn:s"}}, {"types": "urn:s", "type": "A"}),
        (
            {"types": {"A": [SAID, {"id": X, "of": "urn:z"}]}},
            {"types": {"A": [{**SAID, "of": "urn:z"}, {"id": X, "of": "urn:z"}]}},
        ),
    ],
)
def test_what_the_key_of_a_map_says_of_a_node_may_not_be_said_elsewhere(one, other):
    documents = [by_maps(**one)]
    if other is not None and "types" in other and isinstance(other["types"], dict):
        documents.append(by_maps(**other))
        quads = [canonicalize(to_quads(each, load=load_maps)) for each in documents]
        assert quads[0] == quads[1]
    for document in documents:
        with pytest.raises(NodeDivided):
            signable_quads(document, load=load_maps)


@pytest.mark.parametrize(
    "members",
    [
        {"types": {"A": SAID}},
        {"types": {"A": X}, "of": {"id": X}},
        {"by": {"k": SAID}, "of": {"id": "urn:y", "a": "said"}},
    ],
)
def test_a_key_of_a_map_may_speak_of_what_is_said_there(members):
    assert signable_quads(by_maps(**members), load=load_maps)


def test_no_context_that_is_carried_has_maps_by_type_or_index():
    """So that only an operator's context, or one inside a document, can bring them."""
    kinds = re.compile(r'"@container":\s*(?:"|\[[^]]*")@(?:type|index)"')
    texts = [pinned_bytes(url).decode() for url in CONTEXT_FILES]

    assert texts
    assert not any(kinds.search(text) for text in texts)
