"""Verdicts on our own credentials, and on those of DCC and 1EdTech as their names tell."""

import copy
import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cairn.errors import FetchError, InputError, MalformedInput
from cairn.vc.did import VerificationMethod, did_key, did_key_method, resolve_method
from cairn.vc.keys import PublicKey
from cairn.vc.status_list import status_entry
from cairn.vc.trust import TrustedIssuer, TrustList
from cairn.vc.verification import CheckOutcome, Outcome, verify
from tests.moments import DAY, MONDAY
from tests.shared_data import shared_data
from tests.signing import (
    ISSUER,
    KEY,
    LIST_URL,
    OTHER_KEY,
    a_badge,
    a_status_list,
    keys,
    lists,
    nothing,
    report_on,
    signed,
)

SIGNED = signed(a_badge())
REVOCABLE = signed(a_badge(credentialStatus=status_entry(list_url=LIST_URL, index=7)))
METHOD = did_key_method(KEY.public)


def test_what_we_sign_is_valid_and_every_check_is_listed():
    report = report_on(SIGNED)

    assert (report.outcome, report.reasons, report.proof_valid) == (Outcome.VALID, [], True)
    assert [check.name for check in report.checks] == [
        "readable",
        "contexts",
        "model",
        "data_loss",
        "proof",
        "proof_purpose",
        "proof_controller",
        "key_validity",
        "issuer_is_controller",
        "validity_period",
        "status",
        "evidence",
        "issuer_recognised",
    ]
    assert report.achievement == "Whiteboards"
    assert report.subject == "urn:uuid:58172aac-d8ba-41ed-83dd-0b3aef56cc33"
    assert report.valid_from == "2026-03-02T09:00:00Z"
    assert report.valid_until is None


def test_text_and_bytes_are_read_as_json():
    text = json.dumps(SIGNED)

    assert report_on(text) == report_on(text.encode()) == report_on(SIGNED)


@pytest.mark.parametrize("text", ["", "{", "not json", b"\xff\xfe", '{"a": 1, "a": 2}', "NaN"])
def test_what_is_not_json_is_an_input_error(text):
    with pytest.raises(InputError):
        report_on(text)


def test_a_moment_without_offset_is_refused():
    with pytest.raises(ValueError, match="offset"):
        report_on(SIGNED, at=MONDAY.replace(tzinfo=None))


@pytest.mark.parametrize(
    "document",
    ["eyJhbGciOiJFZERTQSJ9.e30.c2ln", {"type": "EnvelopedVerifiableCredential", "id": "data:,a"}],
)
def test_a_jwt_is_said_to_be_unsupported(document):
    report = report_on(document)

    assert (report.outcome, report.reasons) == (Outcome.UNDETERMINED, ["unsupported_format"])


def leaves(node, path=()):
    """Yield the path of every text in a JSON value."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from leaves(value, (*path, name))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from leaves(value, (*path, number))
    elif isinstance(node, str):
        yield path


def objects(node, path=()):
    """Yield the path of every object in a JSON value."""
    if isinstance(node, dict):
        yield path
    children = node.items() if isinstance(node, dict) else enumerate(node)
    for name, value in children:
        if isinstance(value, dict | list):
            yield from objects(value, (*path, name))


def at_path(node, path):
    for step in path:
        node = node[step]
    return node


TEXTS = list(leaves(SIGNED))
OBJECTS = list(objects(SIGNED))


@given(st.sampled_from(TEXTS), st.integers(0, 200), st.characters(codec="utf-8"))
def test_no_text_may_change_by_a_single_character(path, where, letter):
    document = copy.deepcopy(SIGNED)
    parent, text = at_path(document, path[:-1]), at_path(document, path)
    where %= len(text)
    changed = text[:where] + letter + text[where + 1 :]
    parent[path[-1]] = changed

    assert (report_on(document).outcome is Outcome.VALID) == (changed == text)


@given(st.sampled_from(TEXTS))
def test_no_text_may_be_left_out(path):
    document = copy.deepcopy(SIGNED)
    del at_path(document, path[:-1])[path[-1]]

    assert report_on(document).outcome is not Outcome.VALID


@pytest.mark.parametrize("path", OBJECTS)
@pytest.mark.parametrize("value", ["blue", 7, True, None, [], {}, {"id": "urn:a:b"}])
def test_nothing_that_no_context_defines_may_be_added(path, value):
    document = copy.deepcopy(SIGNED)
    at_path(document, path)["favouriteColour"] = value

    report = report_on(document)

    assert report.outcome is Outcome.INVALID
    assert "undefined_term" in report.reasons


@pytest.mark.parametrize("value", ["more", {"@value": "more"}, None, {}, 7, ["more"]])
@pytest.mark.parametrize("member", ["description", "image", "evidence", "termsOfUse"])
def test_nothing_that_a_context_defines_may_be_added(member, value):
    report = report_on({**SIGNED, member: value})

    assert report.outcome is Outcome.INVALID


@pytest.mark.parametrize(
    "context",
    [{}, {"favouriteColour": "https://schema.org/color"}, {"@vocab": "https://a.example/#"}],
)
def test_no_context_may_be_written_into_the_document(context):
    report = report_on({**SIGNED, "@context": [*SIGNED["@context"], context]})

    assert (report.outcome, report.reasons[0]) == (Outcome.INVALID, "context_inline")


def test_a_context_inside_an_object_is_refused():
    document = copy.deepcopy(SIGNED)
    document["credentialSubject"]["@context"] = {"score": "https://schema.org/score"}

    assert report_on(document).outcome is not Outcome.VALID


def test_a_context_that_is_not_carried_leaves_it_open():
    contexts = [*SIGNED["@context"], "https://unknown.example/context.json"]
    report = report_on({**SIGNED, "@context": contexts})

    assert (report.outcome, report.reasons) == (Outcome.UNDETERMINED, ["unknown_context"])
    assert report.proof_valid is None


def test_contexts_may_not_change_places():
    report = report_on({**SIGNED, "@context": SIGNED["@context"][::-1]})

    assert (report.outcome, report.reasons[0]) == (Outcome.INVALID, "context_missing")


def test_a_document_that_nobody_signed_is_not_genuine():
    report = report_on(a_badge())

    assert (report.outcome, report.reasons) == (Outcome.INVALID, ["proof_missing"])
    assert report.proof_valid is False
    assert report.sentence.startswith("Not genuine")


def test_a_key_of_somebody_else_does_not_speak_for_the_issuer():
    report = report_on(signed(a_badge(), key=OTHER_KEY))

    assert (report.outcome, report.reasons) == (Outcome.INVALID, ["issuer_mismatch"])
    assert report.check("proof").outcome is CheckOutcome.PASSED
    assert report.proof_valid is False


def test_a_key_that_cannot_be_fetched_leaves_it_open():
    document = a_badge(issuer="did:web:college.example")
    report = report_on(signed_as("did:web:college.example#key-1", document))

    assert (report.outcome, report.reasons) == (Outcome.UNDETERMINED, ["key_unresolved"])
    assert report.proof_valid is None
    assert report.sentence.startswith("Cannot be decided")


def signed_as(method_id, document):
    (proof,) = signed(document)["proof"]
    return {**document, "proof": [{**proof, "verificationMethod": method_id}]}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"purposes": frozenset({"authentication"})}, "key_purpose_mismatch"),
        ({"revoked": MONDAY}, "key_revoked"),
        ({"expires": MONDAY}, "key_expired"),
        ({"controller": "did:web:other.example"}, "issuer_mismatch"),
    ],
)
def test_each_failing_of_a_key_has_its_own_code(change, reason):
    usual = {
        "id": METHOD,
        "controller": ISSUER,
        "public_key": KEY.public,
        "purposes": frozenset({"assertionMethod"}),
    }
    report = report_on(SIGNED, keys=lambda _: VerificationMethod(**{**usual, **change}))

    assert (report.outcome, report.reasons) == (Outcome.INVALID, [reason])


def test_a_second_proof_that_does_not_fit_spoils_the_first():
    other = signed(a_badge(name="Other"))["proof"]
    report = report_on({**SIGNED, "proof": [*SIGNED["proof"], *other]})

    assert (report.outcome, report.reasons) == (Outcome.INVALID, ["proof_mismatch"])


def test_a_second_proof_by_somebody_else_or_of_an_unknown_kind_takes_nothing_away():
    witness = signed(a_badge(), key=OTHER_KEY)["proof"]
    unknown = {**SIGNED["proof"][0], "cryptosuite": "bbs-2023"}

    assert report_on({**SIGNED, "proof": [*witness, *SIGNED["proof"]]}).outcome is Outcome.VALID
    assert report_on({**SIGNED, "proof": [unknown, *SIGNED["proof"]]}).outcome is Outcome.VALID
    assert report_on({**SIGNED, "proof": [unknown]}).reasons == ["proof_unsupported"]


def test_the_period_of_validity_includes_its_last_moment():
    document = signed(a_badge(validUntil="2026-03-03T09:00:00Z"))

    assert report_on(document, at=MONDAY + DAY).outcome is Outcome.VALID
    late = report_on(document, at=MONDAY + DAY + timedelta(seconds=1))
    early = report_on(document, at=MONDAY - timedelta(seconds=1))
    assert (late.outcome, late.reasons) == (Outcome.INVALID, ["expired"])
    assert (early.outcome, early.reasons) == (Outcome.INVALID, ["not_yet_valid"])
    assert late.proof_valid is early.proof_valid is True
    assert late.sentence.startswith("Genuine, but it is no longer valid")


def test_a_list_that_does_not_name_it_leaves_it_valid():
    report = report_on(REVOCABLE, statuses=lists(signed(a_status_list(6, 8))))

    assert report.outcome is Outcome.VALID
    assert report.check("status").outcome is CheckOutcome.PASSED
    assert report.sentence.endswith("; not revoked.")


@pytest.mark.parametrize(
    ("purpose", "reason"), [("revocation", "revoked"), ("suspension", "suspended")]
)
def test_a_bit_that_is_set_ends_it(purpose, reason):
    entry = status_entry(list_url=LIST_URL, index=7, purpose=purpose)
    found = signed(a_status_list(7, purpose=purpose))
    report = report_on(signed(a_badge(credentialStatus=entry)), statuses=lists(found))

    assert (report.outcome, report.reasons) == (Outcome.INVALID, [reason])
    assert report.proof_valid is True
    assert report.sentence.startswith("Genuine, but")


def test_the_worst_of_several_entries_counts():
    entries = [status_entry(list_url=LIST_URL, index=index) for index in (6, 7)]
    found = lists(signed(a_status_list(7)))

    assert report_on(signed(a_badge(credentialStatus=entries)), statuses=found).reasons == [
        "revoked"
    ]


OTHER_LIST = a_status_list(issuer=did_key(OTHER_KEY.public))


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ([], "status_unavailable"),
        ([a_status_list()], "status_list_invalid"),
        ([{**signed(a_status_list(6)), "ttl": 1}], "status_list_invalid"),
        ([signed(a_status_list(), key=OTHER_KEY)], "status_list_invalid"),
        ([signed(OTHER_LIST, key=OTHER_KEY)], "status_list_invalid"),
        ([signed(a_status_list(validUntil="2026-03-02T08:00:00Z"))], "status_list_outdated"),
        ([signed(a_status_list(purpose="suspension"))], "status_list_invalid"),
    ],
)
def test_a_list_that_cannot_be_relied_on_is_never_not_revoked(found, reason):
    report = report_on(REVOCABLE, statuses=lists(*found))

    assert (report.outcome, report.reasons) == (Outcome.UNDETERMINED, [reason])
    assert report.proof_valid is True
    assert report.sentence.startswith("Cannot be decided")


def test_a_list_of_another_issuer_counts_if_that_one_is_recognised():
    trust = TrustList({did_key(OTHER_KEY.public): TrustedIssuer("Registry")})
    found = lists(signed(OTHER_LIST, key=OTHER_KEY))

    assert report_on(REVOCABLE, statuses=found, trust=trust).outcome is Outcome.VALID


def test_no_list_is_asked_for_unless_the_proof_is_good():
    asked = []
    forged = {**REVOCABLE, "name": "Doctor"}

    report = report_on(forged, statuses=asked.append)

    assert asked == []
    assert report.check("status").outcome is CheckOutcome.NOT_CHECKED


def test_whether_the_issuer_is_recognised_is_told_apart_and_changes_nothing():
    known = TrustList({ISSUER: TrustedIssuer("North College", "accredited")})
    others = TrustList({"did:web:other.example": TrustedIssuer("Other")})

    recognised, stranger = report_on(SIGNED, trust=known), report_on(SIGNED, trust=others)

    assert recognised.outcome is stranger.outcome is Outcome.VALID
    assert (recognised.issuer_recognised, stranger.issuer_recognised) == (True, False)
    assert report_on(SIGNED).issuer_recognised is None
    assert "North College" in recognised.sentence
    assert "North College" not in stranger.sentence


def test_a_forger_who_names_a_recognised_issuer_is_not_recognised():
    known = TrustList({ISSUER: TrustedIssuer("North College")})

    report = report_on(signed(a_badge(), key=OTHER_KEY), trust=known)

    assert report.issuer_recognised is None
    assert "North College" not in report.sentence


def test_evidence_that_nobody_fetched_changes_nothing():
    evidence = [{"type": ["Evidence"], "id": "https://college.example/e/1", "name": "Drawing"}]
    document = signed(a_badge(evidence=evidence))

    assert report_on(document).check("evidence").outcome is CheckOutcome.NOT_APPLICABLE
    assert report_on(document).outcome is Outcome.VALID


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "@value", "a", "proof"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
SIGNED_TWICE = signed(
    a_badge(
        credentialStatus=status_entry(list_url=LIST_URL, index=7),
        validUntil="2027-03-02T09:00:00Z",
        evidence=[{"type": ["Evidence"], "narrative": "Seen."}],
    )
)
PLACES = [path for path in [*leaves(SIGNED_TWICE), *objects(SIGNED_TWICE)] if path]


@settings(max_examples=300)
@given(st.sampled_from(PLACES), json_values)
def test_a_broken_document_becomes_a_report(path, value):
    document = copy.deepcopy(SIGNED_TWICE)
    at_path(document, path[:-1])[path[-1]] = value

    report = report_on(document, statuses=lists(signed(a_status_list())))

    assert report.outcome is not Outcome.VALID or report.proof_valid
    json.dumps(report.to_json())


@given(json_values)
def test_anything_becomes_a_report(value):
    if isinstance(value, str):
        value = [value]

    assert report_on(value).outcome is not Outcome.VALID


@given(json_values)
def test_any_status_list_becomes_a_report(value):
    report = report_on(REVOCABLE, statuses=lambda _: value)

    assert (report.outcome, report.proof_valid) == (Outcome.UNDETERMINED, True)


def deep(depth):
    value = "end"
    for _ in range(depth):
        value = {"a": value}
    return value


@pytest.mark.parametrize(
    "value",
    [
        deep(100_000),
        ["a"] * 20_000,
        {"a": "\ud800"},
        {"\ud800": 1},
        {1: 2},
        {"a": float("nan")},
        b"",
    ],
)
def test_a_poisonous_value_becomes_a_report(value):
    report = verify({**SIGNED, "termsOfUse": value}, keys=keys, statuses=lists(), at=MONDAY)

    assert report.outcome is Outcome.INVALID
    assert report.check("readable").outcome is CheckOutcome.FAILED


DCC_BASE = "https://digitalcredentials.github.io/vc-test-fixtures/"
DCC_VERDICTS = {
    "noStatus-noExpiry": (Outcome.VALID, []),
    "noStatus-expired": (Outcome.INVALID, ["expired"]),
    # The list calls itself by another address and is shorter than the recommendation wants.
    "validStatus-noExpiry": (Outcome.UNDETERMINED, ["status_list_invalid"]),
    "revokedStatus-noExpiry": (Outcome.UNDETERMINED, ["status_list_invalid"]),
    "revokedStaus-noExpiry": (Outcome.UNDETERMINED, ["status_list_invalid"]),
    "revokedStatus-expired": (Outcome.INVALID, ["expired", "status_list_invalid"]),
    "validStatus-expired": (Outcome.INVALID, ["expired", "status_list_invalid"]),
    "expiredStatus-noExpiry": (Outcome.UNDETERMINED, ["status_list_outdated"]),
    "missingTypeStatus-noExpiry": (Outcome.UNDETERMINED, ["status_list_invalid"]),
    "notYetValidStatus-noExpiry": (Outcome.UNDETERMINED, ["status_unavailable"]),
    "noStatus-notExpired-notYetValid": (Outcome.INVALID, ["not_yet_valid"]),
    "noStatus-notExpired-complexIssuer": (Outcome.VALID, []),
    "noStatus-notExpired-withSchema": (Outcome.VALID, []),
}
DCC_EXCEPTIONS = {
    "oldDCCExample": (Outcome.UNDETERMINED, ["unknown_context"]),
}


def dcc_verdict(name):
    for part, verdict in DCC_EXCEPTIONS.items():
        if part in name:
            return verdict
    described = name.replace(" ", "").partition("-")[2].removesuffix(".json")
    best = max((key for key in DCC_VERDICTS if described.startswith(key)), key=len)
    return DCC_VERDICTS[best]


@pytest.mark.shared
def test_the_credentials_of_the_dcc_are_judged_as_their_names_tell():
    folder = shared_data("dcc-vc-test-fixtures")

    def fetch(url):
        path = folder / url.removeprefix(DCC_BASE)
        return path.read_bytes() if path.is_file() else nothing(url)

    judged = 0
    for path in sorted(folder.glob("v[12]/**/*.json")):
        if not path.read_bytes().strip():
            continue  # empty upstream
        report = verify(
            path.read_bytes(),
            keys=lambda method_id: resolve_method(method_id, fetch=fetch),
            statuses=lambda url: json.loads(fetch(url)),
            at=MONDAY,
        )
        assert (report.outcome, report.reasons) == dcc_verdict(path.name), path
        judged += 1
    assert judged == 64


EDTECH_VERDICTS = {
    "bit-string-list/credential-status-revoked.json": (Outcome.INVALID, "status_entry_invalid"),
    "credential-status-revoked.json": (Outcome.UNDETERMINED, "status_unavailable"),
    "complete.json": (Outcome.UNDETERMINED, "status_unavailable"),
    "endorsement-valid.json": (Outcome.VALID, None),
    "simple-context-version.json": (Outcome.VALID, None),
    # Signed with a did:key for an issuer that is not that key.
    "simple-did-key-method.json": (Outcome.INVALID, "issuer_mismatch"),
    "simple-eddsa-2022.json": (Outcome.VALID, None),
    "simple-err-credential-subject-identifier-type.json": (Outcome.INVALID, "undefined_term"),
    "simple-err-credential-subject-result-type.json": (Outcome.INVALID, "undefined_term"),
    "simple-err-issued.json": (Outcome.INVALID, "not_yet_valid"),
    "simple-err-issuer-otheridentifier-type.json": (Outcome.INVALID, "undefined_term"),
    "simple-err-issuer-parentorg-type.json": (Outcome.INVALID, "undefined_term"),
    "simple-err-proof-method-unknown-scheme.json": (Outcome.INVALID, "key_refused"),
    "simple-err-proof-method.json": (Outcome.INVALID, "malformed_credential"),
    "simple-err-proof-value.json": (Outcome.INVALID, "proof_mismatch"),
    "simple-err-type.json": (Outcome.INVALID, "undefined_term"),
    "simple-noproof.json": (Outcome.INVALID, "proof_missing"),
    "simple.json": (Outcome.VALID, None),
    "simple.1ob": (Outcome.VALID, None),
    "simple.jwt": (Outcome.UNDETERMINED, "unsupported_format"),
    "simple_v1.json": (Outcome.VALID, None),
}


def edtech_keys(method_id):
    """Stand in for issuers that do not exist: their key ids end in the key itself."""
    controller, _, text = method_id.partition("#")
    if not method_id.startswith(("https:", "did:web:")):
        return resolve_method(method_id, fetch=nothing)
    key = PublicKey.from_multibase(text)
    return VerificationMethod(method_id, controller, key, frozenset({"assertionMethod"}))


@pytest.mark.shared
@pytest.mark.parametrize(("name", "verdict"), EDTECH_VERDICTS.items())
def test_the_badges_of_1edtech_are_judged_as_their_names_tell(name, verdict):
    folder = shared_data("1edtech-validator-fixtures") / "ob30"

    def statuses(url):
        if url.endswith("/testlist"):
            return json.loads((folder / "bit-string-list" / "testlist").read_text())
        raise FetchError(f"{url} answered 404")

    report = verify((folder / name).read_bytes(), keys=edtech_keys, statuses=statuses, at=MONDAY)

    outcome, reason = verdict
    assert report.outcome is outcome
    assert reason in report.reasons if reason else report.reasons == []


def test_every_badge_of_1edtech_has_its_verdict():
    folder = shared_data("1edtech-validator-fixtures") / "ob30"
    names = {str(path.relative_to(folder)) for path in folder.rglob("*.*")}

    assert {name for name in names if not name.endswith((".png", ".svg"))} == set(EDTECH_VERDICTS)


def test_input_that_is_too_large_is_refused():
    with pytest.raises((MalformedInput, InputError)):
        report_on(json.dumps({"a": "b" * (2 << 20)}))
