"""Verdicts on the test credentials of DCC and 1EdTech, as the names of their files tell."""

import json

import pytest

from cairn.errors import FetchError, InputError
from cairn.vc.did import VerificationMethod, resolve_method
from cairn.vc.keys import PublicKey
from cairn.vc.verification import Outcome, verify
from tests.moments import MONDAY
from tests.shared_data import shared_data
from tests.signing import nothing

DCC_BASE = "https://digitalcredentials.github.io/vc-test-fixtures/"
REFUSED_AS_EMPTY = (InputError, ["malformed_input"])
DCC_VERDICTS = {
    "noStatus-noExpiry": (Outcome.VALID, []),
    "noStatus-expired": (Outcome.INVALID, ["expired"]),
    # The list calls itself by another address, and another signed it (decision record 6).
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
    "v1/ed25519/didKey/legacy-noStatus-noExpiry.json": REFUSED_AS_EMPTY,  # so it came
    "oldDCCExample": (Outcome.UNDETERMINED, ["unknown_context"]),
}


def dcc_verdict(name):
    for part, verdict in DCC_EXCEPTIONS.items():
        if part in name:
            return verdict
    described = name.rpartition("/")[2].replace(" ", "").partition("-")[2].removesuffix(".json")
    best = max((key for key in DCC_VERDICTS if described.startswith(key)), key=len)
    return DCC_VERDICTS[best]


@pytest.mark.shared
def test_the_credentials_of_the_dcc_are_judged_as_their_names_tell():
    folder = shared_data("dcc-vc-test-fixtures")

    def fetch(url):
        path = folder / url.removeprefix(DCC_BASE)
        return path.read_bytes() if path.is_file() else nothing(url)

    def judge(data):
        try:
            report = verify(
                data,
                keys=lambda method_id: resolve_method(method_id, fetch=fetch),
                statuses=lambda url: json.loads(fetch(url)),
                at=MONDAY,
            )
        except InputError as error:
            return InputError, [error.code]
        return report.outcome, report.reasons

    names = [path.relative_to(folder).as_posix() for path in folder.glob("v[12]/**/*.json")]
    for name in sorted(names):
        assert judge((folder / name).read_bytes()) == dcc_verdict(name), name
    assert len(names) == 65


UNTYPED = (Outcome.INVALID, "type_missing", "undefined_term")
EDTECH_VERDICTS = {
    "bit-string-list/credential-status-revoked.json": (Outcome.INVALID, "status_entry_invalid"),
    "credential-status-revoked.json": (Outcome.UNDETERMINED, "status_unavailable"),
    "complete.json": (Outcome.UNDETERMINED, "status_unavailable"),
    "endorsement-valid.json": (Outcome.VALID,),
    "simple-context-version.json": (Outcome.VALID,),
    # Signed with a did:key for an issuer that is not that key.
    "simple-did-key-method.json": (Outcome.INVALID, "issuer_mismatch"),
    "simple-eddsa-2022.json": (Outcome.VALID,),
    "simple-err-credential-subject-identifier-type.json": UNTYPED,
    "simple-err-credential-subject-result-type.json": UNTYPED,
    "simple-err-issued.json": (Outcome.INVALID, "member_missing", "not_yet_valid"),
    "simple-err-issuer-otheridentifier-type.json": UNTYPED,
    "simple-err-issuer-parentorg-type.json": UNTYPED,
    "simple-err-proof-method-unknown-scheme.json": (Outcome.INVALID, "key_refused"),
    "simple-err-proof-method.json": (Outcome.INVALID, "malformed_credential"),
    "simple-err-proof-value.json": (Outcome.INVALID, "proof_mismatch"),
    "simple-err-type.json": (Outcome.INVALID, "undefined_term"),
    "simple-noproof.json": (Outcome.INVALID, "member_missing", "proof_missing"),
    "simple.json": (Outcome.VALID,),
    "simple.1ob": (Outcome.VALID,),
    "simple.jwt": (Outcome.INVALID, "member_missing", "unknown_context", "key_unresolved"),
    "simple_v1.json": (Outcome.VALID,),
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

    assert (report.outcome, *report.reasons) == verdict


@pytest.mark.shared
def test_every_badge_of_1edtech_has_its_verdict():
    folder = shared_data("1edtech-validator-fixtures") / "ob30"
    names = {str(path.relative_to(folder)) for path in folder.rglob("*.*")}

    assert {name for name in names if not name.endswith((".png", ".svg"))} == set(EDTECH_VERDICTS)
