"""Whoever runs Cairn may add words; nobody may change those that a verdict goes by."""

from __future__ import annotations

import hashlib
import json

import pytest

from cairn.errors import MalformedInput, UnknownContext
from cairn.vc.added_contexts import LISTING, add_context, contexts_in
from cairn.vc.data_integrity import secure
from cairn.vc.did import did_key_method
from cairn.vc.documents import pinned_context
from cairn.vc.shape_cache import ShapeCache
from tests.moments import MONDAY
from tests.signing import CONTEXTS, KEY, a_badge, report_on

URL = "https://college.example/terms/v1"
WORDS = {
    "@context": {
        "@protected": True,
        "ects": {
            "@id": "https://college.example/terms#ects",
            "@type": "http://www.w3.org/2001/XMLSchema#decimal",
        },
    }
}
ENDS = "https://www.w3.org/2018/credentials#validUntil"


def as_bytes(document):
    return json.dumps(document).encode()


@pytest.fixture
def folder(tmp_path):
    add_context(tmp_path, URL, as_bytes(WORDS))
    return tmp_path


def test_a_credential_with_words_of_ones_own_is_verified(folder):
    load = contexts_in(folder)
    document = a_badge(**{"@context": [*CONTEXTS, URL], "ects": "2.5"})
    made = secure(
        document,
        sign=KEY.sign,
        verification_method=did_key_method(KEY.public),
        created=MONDAY,
        load=load,
    )

    assert report_on(made).reasons[0] == "unknown_context"
    for shapes in (None, ShapeCache(load)):
        assert report_on(made, load=load, shapes=shapes).outcome == "valid"
        forged = report_on(made | {"ects": "30"}, load=load, shapes=shapes)
        assert forged.reasons == ["proof_mismatch"]


def test_what_cairn_carries_is_still_there(folder):
    assert contexts_in(folder)(CONTEXTS[0]) == pinned_context(CONTEXTS[0])
    with pytest.raises(UnknownContext):
        contexts_in(folder)("https://college.example/terms/v2")


def test_a_file_that_was_changed_is_not_used(folder):
    name = json.loads((folder / LISTING).read_text())[URL]["file"]
    (folder / name).write_text(json.dumps(WORDS) + " ")

    with pytest.raises(UnknownContext, match="SHA-256"):
        contexts_in(folder)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ({"expiresAt": {"@id": ENDS}}, "expiresAt"),
        ({"cred": "https://www.w3.org/2018/credentials#"}, "cred"),
        ({"identifier": "@id"}, "identifier"),
        ({"did": "https://evil.example/#"}, "gives did"),
        ({"Award": {"@id": "ex:Award", "@context": {"urn": "ex:"}}}, "gives urn"),
        ({"Award": {"@id": "ex:Award", "@context": {"expiresAt": ENDS}}}, "expiresAt"),
        ({"Award": {"@id": "ex:Award", "@context": "https://w3id.org/security/v2"}}, "Award"),
        ({"id": "https://evil.example/#id"}, "protected term id"),
        ({"@import": "https://evil.example/"}, "@import"),
        ({"of": {"@reverse": ENDS}}, "@reverse"),
    ],
)
def test_one_that_changes_what_is_read_is_refused_and_nothing_is_written(tmp_path, words, text):
    with pytest.raises(UnknownContext, match=text):
        add_context(tmp_path, URL, as_bytes({"@context": words}))

    assert list(tmp_path.iterdir()) == []


def test_such_a_file_is_refused_where_it_was_put_there_by_hand(tmp_path):
    data = as_bytes({"@context": {"expiresAt": {"@id": ENDS}}})
    (tmp_path / "a.jsonld").write_bytes(data)
    entry = {"file": "a.jsonld", "sha256": hashlib.sha256(data).hexdigest()}
    (tmp_path / LISTING).write_text(json.dumps({URL: entry}))

    with pytest.raises(UnknownContext, match="expiresAt"):
        contexts_in(tmp_path)


@pytest.mark.parametrize(
    ("data", "error", "text"),
    [
        (b"[]", UnknownContext, "no @context"),
        (b"{}", UnknownContext, "no @context"),
        (b"words", MalformedInput, "JSON"),
        (b'{"@context": {}, "a": "' + b"a" * (1 << 20) + b'"}', UnknownContext, "1 MiB"),
        (as_bytes({"@context": ["https://college.example/terms/v2"]}), UnknownContext, "terms/v2"),
    ],
)
def test_what_is_no_context_is_refused(tmp_path, data, error, text):
    with pytest.raises(error, match=text):
        add_context(tmp_path, URL, data)


@pytest.mark.parametrize(
    ("url", "text"),
    [(CONTEXTS[0], "no other file"), ("terms", "https://"), ("file:///etc/terms", "https://")],
)
def test_the_address_is_one_that_cairn_does_not_carry(folder, url, text):
    with pytest.raises(MalformedInput, match=text):
        add_context(folder, url, as_bytes(WORDS))

    (folder / LISTING).write_text(json.dumps({url: {"file": "a", "sha256": "b"}}))
    with pytest.raises(MalformedInput, match=text):
        contexts_in(folder)


@pytest.mark.parametrize(
    ("listing", "text"),
    [
        ([], "JSON object"),
        ({URL: "terms.jsonld"}, "needs"),
        ({URL: {"file": "a"}}, "needs"),
        ({URL: {"file": "a", "sha256": 7}}, "needs"),
        ({URL: {"file": "../a", "sha256": "b"}}, "not a path"),
        ({URL: {"file": ".", "sha256": "b"}}, "not a path"),
    ],
)
def test_a_listing_of_another_form_says_what_it_wants(tmp_path, listing, text):
    (tmp_path / LISTING).write_text(json.dumps(listing))

    with pytest.raises(MalformedInput, match=text):
        contexts_in(tmp_path)


def test_one_context_may_build_on_another_and_take_its_place_later(folder):
    second = "https://college.example/terms/v2"
    add_context(folder, second, as_bytes({"@context": [URL, {"weeks": f"{URL}#weeks"}]}))
    add_context(folder, second, as_bytes({"@context": [URL, {"days": f"{URL}#days"}]}))

    assert contexts_in(folder)(second)["@context"][1] == {"days": f"{URL}#days"}
    with pytest.raises(FileNotFoundError):
        contexts_in(folder / "elsewhere")
