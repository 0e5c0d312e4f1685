import pytest

from cairn.errors import MalformedCredential, ProofUnsupported
from cairn.vc.enveloped import Enveloped, enveloped, is_enveloped, token_in
from cairn.vc.model import VC_V2

# RFC 7515, appendix A.1
JWT = (
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
    ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0"
    "cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
).replace("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9", "eyJhbGciOiJFUzI1NiJ9")


def test_an_envelope_is_written_as_the_data_model_shows_it():
    assert enveloped("a.b.c") == {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": "data:application/vc+jwt,a.b.c",
    }
    assert enveloped("a.b.c", Enveloped.PRESENTATION)["id"] == "data:application/vp+jwt,a.b.c"


def test_it_gives_back_the_token_that_was_put_in():
    token = token_in(enveloped(JWT), Enveloped.CREDENTIAL)

    assert token.header == {"alg": "ES256"}
    assert token.claims["iss"] == "joe"


def test_it_is_known_by_its_type():
    assert is_enveloped(enveloped(JWT), Enveloped.CREDENTIAL)
    assert not is_enveloped(enveloped(JWT), Enveloped.PRESENTATION)
    assert not is_enveloped({"type": "VerifiableCredential"}, Enveloped.CREDENTIAL)
    assert not is_enveloped("a.b.c", Enveloped.CREDENTIAL)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"type": ["EnvelopedVerifiableCredential", "VerifiableCredential"]}, "one type"),
        ({"type": "EnvelopedVerifiablePresentation"}, "one type"),
        ({"@context": []}, "first context"),
        ({"@context": "https://www.w3.org/ns/credentials/examples/v2"}, "first context"),
        ({"@context": None}, "first context"),
        ({"name": "Doctor"}, "nobody signed the member 'name'"),
        ({"id": JWT}, "data URL"),
        ({"id": 7}, "data URL"),
        ({"id": "data:application/vc+jwt,a.b"}, "three parts"),
    ],
)
def test_an_envelope_that_says_more_or_less_is_malformed(change, says):
    with pytest.raises(MalformedCredential, match=says):
        token_in({**enveloped(JWT), **change}, Enveloped.CREDENTIAL)


@pytest.mark.parametrize(
    "address",
    [
        f"data:application/vc+jwt;base64,{JWT}",
        f"data:application/vp+jwt,{JWT}",
        "data:application/vc+sd-jwt,a.b.c~",
        "data:application/vc+cose;base64,0oRD",
        "data:,",
        "data:application/vc+jwt",
    ],
)
def test_what_is_no_jwt_is_left_open(address):
    with pytest.raises(ProofUnsupported):
        token_in({**enveloped(JWT), "id": address}, Enveloped.CREDENTIAL)


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [
        (Enveloped.CREDENTIAL, "application/vc-ld+jwt"),
        (Enveloped.CREDENTIAL, "application/jwt"),
        (Enveloped.CREDENTIAL, "Application/VC+JWT"),
        (Enveloped.PRESENTATION, "application/vp+jwt"),
        (Enveloped.PRESENTATION, "application/vp-ld+jwt"),
        (Enveloped.PRESENTATION, "application/jwt"),
    ],
)
def test_older_names_of_the_media_type_are_read(kind, media_type):
    older = {**enveloped(JWT, kind), "id": f"data:{media_type},{JWT}"}

    assert token_in(older, kind).claims["iss"] == "joe"
    assert older["@context"] == VC_V2


def test_a_presentation_is_carried_by_a_type_of_its_own():
    assert enveloped(JWT, Enveloped.PRESENTATION)["type"] == "EnvelopedVerifiablePresentation"


def test_further_contexts_do_no_harm_to_what_says_nothing():
    more = [VC_V2, "https://www.w3.org/ns/credentials/examples/v2"]

    assert token_in({**enveloped(JWT), "@context": more}, Enveloped.CREDENTIAL).claims
