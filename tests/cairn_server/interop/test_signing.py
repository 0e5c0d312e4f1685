import pytest

from cairn.errors import CredentialError, MalformedInput
from cairn_server.interop.errors import CredentialRefused
from cairn_server.interop.signing import Profile, endpoint_key, issue, profile_of
from cairn_server.interop.verifying import report_on_credential
from tests.moments import MONDAY
from tests.node_oracle import running_oracle

pytestmark = pytest.mark.django_db
EVERYTHING = frozenset({"proof", "credentialStatus"})


def issued(credential, key, profile=Profile.DATA_INTEGRITY):
    return issue(credential, key=key, profile=profile, at=MONDAY)


def outcome(document):
    return report_on_credential(document, checks=EVERYTHING, at=MONDAY).outcome


def test_a_key_is_made_once(key):
    assert endpoint_key(key.ref) == key
    assert key.did.startswith("did:key:z6Mk")
    assert endpoint_key("vc-api-another") != key


@pytest.mark.parametrize("profile", Profile)
def test_what_is_signed_verifies_in_every_profile(credential, key, profile):
    assert outcome(issued(credential, key, profile)) == "valid"


def test_a_proof_leaves_the_credential_as_it_was(credential, key):
    signed = issued(credential, key)
    (proof,) = signed.pop("proof")

    assert signed == credential
    assert (proof["cryptosuite"], proof["proofPurpose"]) == ("eddsa-rdfc-2022", "assertionMethod")


def test_the_status_profile_adds_an_entry_beside_those_that_are_there(credential, key):
    own = {"id": "urn:uuid:9", "type": "BitstringStatusListEntry", "statusPurpose": "suspension"}
    own |= {"statusListIndex": "7", "statusListCredential": "https://other.example/list"}
    entry = issued(credential, key, Profile.STATUS_LIST)["credentialStatus"]
    entries = issued(credential | {"credentialStatus": own}, key, Profile.STATUS_LIST)

    assert (entry["type"], entry["statusPurpose"]) == ("BitstringStatusListEntry", "revocation")
    assert entries["credentialStatus"][0] == own
    assert len(entries["credentialStatus"]) == 2


def test_the_enveloping_profile_answers_with_the_envelope(credential, key):
    envelope = issued(credential, key, Profile.ENVELOPING)

    assert envelope.keys() == {"@context", "type", "id"}
    assert envelope["type"] == "EnvelopedVerifiableCredential"
    assert envelope["id"].startswith("data:application/vc+jwt,eyJ")


def test_a_credential_of_version_1_gets_the_context_of_its_proof(credential, key):
    old = credential | {
        "@context": ["https://www.w3.org/2018/credentials/v1"],
        "issuanceDate": "2020-03-16T22:37:26Z",
        "credentialSubject": {"id": "did:example:ada"},
    }
    signed = issued(old, key)

    assert signed["@context"][1:] == ["https://w3id.org/security/data-integrity/v2"]
    assert outcome(signed) == "valid"


def test_words_may_be_added_and_not_redefined(credential, key):
    def with_context(context):
        return credential | {"@context": [*credential["@context"], context]}

    assert outcome(issued(with_context({"mark": "https://a.example/#mark"}), key)) == "valid"
    with pytest.raises(CredentialRefused) as refused:
        issued(with_context({"name": "https://evil.example/#name"}), key)
    assert refused.value.reasons == ("malformed_credential",)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"issuer": "did:example:other"}, "issuer_mismatch"),
        ({"issuer": None}, "issuer_missing"),
        ({"@context": None}, "context_missing"),
        ({"@context": ["https://www.w3.org/ns/credentials/v2", 7]}, "context_inline"),
        ({"type": ["A"]}, "type_missing"),
        ({"credentialSubject": {}}, "subject_empty"),
        ({"validFrom": "yesterday"}, "validity_invalid"),
        ({"evidence": {"name": "a"}}, "evidence_invalid"),
        ({"id": ["urn:a", "urn:b"]}, "id_invalid"),
    ],
)
def test_what_breaks_the_data_model_is_not_signed(credential, key, change, reason):
    with pytest.raises(CredentialRefused) as refused:
        issued(credential | change, key)
    assert refused.value.reasons == (reason,)


@pytest.mark.parametrize("profile", [Profile.DATA_INTEGRITY, Profile.ENVELOPING])
@pytest.mark.parametrize(
    "change",
    [{"undefinedTerm": "a"}, {"type": ["VerifiableCredential", "Undefined"]}],
)
def test_what_a_signature_would_not_cover_is_not_signed(credential, key, change, profile):
    with pytest.raises(CredentialError):
        issued(credential | change, key, profile)


def test_what_is_signed_already_is_not_signed_again(credential, key):
    with pytest.raises(CredentialError, match="already signed"):
        issued(issued(credential, key), key)


def test_a_wrong_digest_of_a_known_context_is_noticed(credential, key):
    resource = {"id": credential["@context"][0], "digestSRI": "sha256-" + "A" * 43 + "="}

    with pytest.raises(CredentialRefused) as refused:
        issued(credential | {"relatedResource": resource}, key)
    assert refused.value.reasons == ("evidence_mismatch",)


def test_it_may_be_dated_ahead(credential, key):
    assert issued(credential | {"validFrom": "2099-01-01T00:00:00Z"}, key)["proof"]


def test_a_profile_is_one_of_three():
    assert profile_of({}) is Profile.DATA_INTEGRITY
    assert profile_of({"profile": "enveloping"}) is Profile.ENVELOPING
    for wanted in ("other", None, 7, ["enveloping"]):
        with pytest.raises(MalformedInput, match="status-list"):
            profile_of({"profile": wanted})


@pytest.mark.node
def test_an_independent_implementation_accepts_it(credential, key):
    with running_oracle() as oracle:
        assert oracle.verify(issued(credential, key)) == (True, "")
