"""What a series writes is what `secure` writes, byte for byte, or it writes nothing."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.errors import ProofMismatch, UndefinedTerm
from cairn.vc.data_integrity import secure, verify_proof
from cairn.vc.keys import PrivateKey
from cairn.vc.series import Series, compact_json
from tests.credentials import KEY, METHOD, unsigned_credential
from tests.json_leaves import with_leaf
from tests.jsonld_documents import credential
from tests.moments import MONDAY

FULL = json.loads(json.dumps(unsigned_credential()))
HOLES = [
    ("credentialStatus", "statusListIndex"),
    ("id",),
    ("credentialSubject", "id"),
    ("credentialSubject", "identifier", 0, "salt"),
    ("evidence", 1, "narrative"),
]
MARKS = ["mark 1", "urn:mark:2", "urn:mark:3", "mark 4", "mark 5"]
TEXTS = ["1", "urn:x:2", "urn:x:3", "four", "Five"]


def filled(texts, document=FULL):
    for way, text in zip(HOLES, texts, strict=True):
        document = with_leaf(document, way, text)
    return document


def series_of(document, marks):
    return Series.of(document, marks, verification_method=METHOD, created=MONDAY)


SERIES = series_of(filled(MARKS), MARKS)


def issue(texts, key=KEY):
    return SERIES.issue(texts, sign=key.sign, public_key=KEY.public)


def secured(document):
    return secure(document, sign=KEY.sign, verification_method=METHOD, created=MONDAY)


texts = st.text(max_size=12) | st.sampled_from(["urn:x:1", '"\\\n\x7f', "\ud800", "%s", *MARKS])


@settings(max_examples=60)
@given(st.lists(texts, min_size=5, max_size=5))
def test_any_texts_give_what_secure_gives_or_nothing(given):
    found = issue(given)

    assert found is None or found == compact_json(secured(filled(given))).encode()


@settings(max_examples=30)
@given(st.lists(st.uuids(), min_size=2, max_size=2), st.text(max_size=9), st.text(max_size=9))
def test_other_people_get_theirs_without_the_full_way(ids, salt, narrative):
    given = ["7", ids[0].urn, ids[1].urn, salt, narrative]

    found = None if ids[0] == ids[1] else json.loads(issue(given))

    assert found is None or found == secured(filled(given))


def test_what_is_issued_verifies():
    signed = json.loads(issue(TEXTS))

    verify_proof(signed, signed["proof"][0], public_key=KEY.public)


def test_texts_that_only_the_full_way_can_read_are_left_to_it():
    assert issue(["1", "no address", "urn:x:3", "four", "Five"]) is None
    assert issue(["1", "urn:x:2", "urn:x:2", "four", "Five"]) is None


def test_a_signature_by_another_key_is_not_let_out():
    with pytest.raises(ProofMismatch, match="differ"):
        issue(TEXTS, key=PrivateKey.generate())


WRITTEN = issue(TEXTS)
DATA = SERIES.hash_data(TEXTS)


def check(written, texts=TEXTS):
    SERIES.check(written, texts, data=DATA, public_key=KEY.public)


def test_what_was_written_is_read_back():
    check(WRITTEN)

    with pytest.raises(ProofMismatch, match="differ"):
        check(WRITTEN, ["1", "urn:x:2", "urn:x:3", "four", "Six"])


@pytest.mark.parametrize("other", [b"x", b'"', b"\\", b"\xff"])
def test_no_letter_may_differ_between_writing_and_signing(other):
    for place in range(0, len(WRITTEN), 7):
        changed = WRITTEN[:place] + other + WRITTEN[place + 1 :]
        if changed != WRITTEN:
            with pytest.raises(ProofMismatch):
                check(changed)


@pytest.mark.parametrize(
    "written",
    [
        *(b"", WRITTEN[:-1], WRITTEN + b" ", WRITTEN[: len(WRITTEN) // 2]),
        WRITTEN.replace(b'"Five"', b"null"),
        WRITTEN.replace(b'"Five"', b'"Five"' + b',"more":"x"'),
    ],
)
def test_what_is_cut_off_or_added_is_noticed(written):
    with pytest.raises(ProofMismatch):
        check(written)


def test_a_mark_has_to_be_one_text():
    with pytest.raises(ValueError, match="one text"):
        series_of(FULL, ["stands nowhere"])
    with pytest.raises(ValueError, match="one text"):
        series_of({**FULL, "description": FULL["name"]}, [FULL["name"]])


def test_what_secure_refuses_makes_no_series():
    with pytest.raises(UndefinedTerm):
        series_of({**FULL, "undefined": "x"}, [FULL["id"]])


def alike(count):
    same = {"type": ["Evidence"], "name": "the same"}
    return credential(id="urn:mark:1", evidence=[same] * count)


def with_tags(count):
    document = credential(id="urn:mark:1")
    document["credentialSubject"]["achievement"]["tag"] = [str(number) for number in range(count)]
    return document


@pytest.mark.parametrize(
    ("document", "mark"),
    [
        (alike(2), "urn:mark:1"),  # two blank nodes are alike at first sight
        (with_tags(5_000), "urn:mark:1"),  # too long
        (FULL, "BitstringStatusListEntry"),  # decides how others are read
        (credential(name="z" + "1" * 64, id="urn:mark:1"), "urn:mark:1"),  # like a signature
    ],
    ids=["alike", "long", "type", "signature"],
)
def test_credentials_that_have_to_be_read_one_by_one_make_no_series(document, mark):
    assert series_of(document, [mark]) is None
