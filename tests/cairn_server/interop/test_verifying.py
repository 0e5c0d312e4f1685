import pytest

from cairn.errors import FetchError, MalformedInput
from cairn.vc.sparing import MOST_FETCHES
from cairn_server.interop import verifying
from cairn_server.interop.listing import set_status
from cairn_server.interop.models import EndpointList
from cairn_server.interop.signing import Profile, issue
from cairn_server.interop.verifying import checks_of, report_on_credential, report_on_presentation
from tests.cairn.vc.test_presentation import HOLDER, carried, jwt_badge, shown
from tests.moments import MONDAY
from tests.signing import a_badge, signed

pytestmark = pytest.mark.django_db
PROOF = frozenset({"proof"})
EVERYTHING = frozenset({"proof", "credentialStatus"})


def report(document, checks=EVERYTHING):
    return report_on_credential(document, checks=checks, at=MONDAY)


def shown_to(document, challenge=None, domain=None):
    return report_on_presentation(
        document, challenge=challenge, domain=domain, checks=PROOF, at=MONDAY
    )


def test_what_was_revoked_here_is_revoked_at_once(credential, key):
    document = issue(credential, key=key, profile=Profile.STATUS_LIST, at=MONDAY)
    assert report(document).outcome == "valid"

    set_status(key_ref=key.ref, credential_id=credential["id"], is_set=True)
    assert report(document).reasons == ["revoked"]
    assert report(document, PROOF).outcome == "valid"


def test_a_list_that_is_gone_is_never_not_revoked(credential, key):
    document = issue(credential, key=key, profile=Profile.STATUS_LIST, at=MONDAY)
    EndpointList.objects.all().delete()

    assert report(document).reasons == ["status_unavailable"]


def many_hosts(number):
    """Return a credential with proofs by the keys of sixteen hosts."""
    methods = [f"did:web:h{number}x{place}.example#k" for place in range(16)]
    (proof,) = signed(a_badge())["proof"]
    return a_badge(id=f"urn:uuid:{number}") | {
        "proof": [proof | {"verificationMethod": one} for one in methods]
    }


def test_no_more_is_asked_of_strangers_than_about_any_other_badge(monkeypatch):
    asked = []

    def nowhere(url):
        asked.append(url)
        raise FetchError(f"{url} is not there")

    monkeypatch.setattr(verifying, "outside", nowhere)
    endorsed = signed(a_badge(endorsement=[many_hosts(number) for number in range(3)]))
    report(endorsed)
    about_a_credential = len(asked)
    shown_to(shown(*map(many_hosts, range(3))))

    assert (about_a_credential, len(asked)) == (MOST_FETCHES, 2 * MOST_FETCHES)


def test_everything_is_checked_unless_a_program_asks_for_less():
    assert checks_of({}) == EVERYTHING
    assert checks_of({"checks": ["proof"]}) == PROOF
    for wanted in ("proof", [7], {}, [], [[]], ["status"], ["proof", "credentialstatus"]):
        with pytest.raises(MalformedInput, match=r"options\.checks"):
            checks_of({"checks": wanted})


def test_a_presentation_is_bound_to_challenge_and_domain():
    document = shown(signed(a_badge()), challenge="c-1", domain="verifier.example")

    assert shown_to(document, "c-1", "verifier.example").outcome == "valid"
    assert shown_to(document, "c-2", "verifier.example").reasons == ["challenge_mismatch"]
    assert shown_to(document, "c-1", "other.example").reasons == ["domain_mismatch"]


def test_a_draft_form_is_read_for_the_suites_alone():
    presentation = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "holder": HOLDER,
        "verifiableCredential": [[signed(a_badge()), jwt_badge_in_envelope()]],
    }
    document = carried(vp=presentation, nonce="c-1")

    assert shown_to(document, "c-1").outcome == "valid"
    assert shown_to(document, "c-2").reasons == ["challenge_mismatch"]


def jwt_badge_in_envelope():
    return {
        "@context": "https://www.w3.org/ns/credentials/v2",
        "type": "EnvelopedVerifiableCredential",
        "id": f"data:application/jwt,{jwt_badge()}",
    }
