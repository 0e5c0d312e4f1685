from cairn_server.interop.errors import CredentialRefused, TokenMissing


def test_a_refusal_keeps_the_codes_of_why():
    refused = CredentialRefused("Not signed", ["issuer_mismatch"])

    assert (str(refused), refused.reasons) == ("Not signed", ("issuer_mismatch",))
    assert (refused.code, refused.status) == ("credential_refused", 422)


def test_without_a_token_one_is_asked_to_identify():
    assert (TokenMissing.code, TokenMissing.status) == ("token_missing", 401)
