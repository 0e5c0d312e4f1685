import json

import pytest
import resvg_py

from cairn.errors import FetchError, UnsupportedFormat
from cairn.openbadges.baking import bake_png
from cairn.openbadges.v3 import Achievement, Criteria, Profile, Recipient, achievement_credential
from cairn.vc.data_integrity import secure
from cairn.vc.did import did_key, did_key_method
from cairn.vc.keys import PrivateKey
from cairn_server.credentials.check_words import lines_of
from cairn_server.credentials.drawing import badge_svg
from cairn_server.credentials.keeping_keys import establish_issuer, rotate_key
from cairn_server.credentials.models import IssuerKey, StatusList
from cairn_server.credentials.signing import sign
from cairn_server.credentials.verifying import (
    nobody,
    recognised,
    report_on,
    report_on_bytes,
    report_on_text,
)
from tests import signed_assertions
from tests.cairn_server.credentials.conftest import make_credential
from tests.moments import DAY, MONDAY

AT = MONDAY + DAY


@pytest.fixture
def foreign():
    """A credential of somebody else, whose key is in its name."""
    key = PrivateKey.from_seed(bytes(range(32)))
    unsigned = achievement_credential(
        id="https://elsewhere.example/credentials/1",
        issuer=Profile(id=did_key(key.public), name="Elsewhere"),
        recipient=Recipient(id="urn:uuid:00000000-0000-4000-8000-000000000001"),
        achievement=Achievement(
            id="https://elsewhere.example/achievements/1",
            name="Something",
            description="Something",
            criteria=Criteria(narrative="Done well"),
        ),
        valid_from=MONDAY,
    )
    return secure(
        unsigned, sign=key.sign, verification_method=did_key_method(key.public), created=MONDAY
    )


def test_somebody_elses_is_genuine_and_not_recognised(foreign, credential):
    report = report_on(foreign, at=AT, ask=nobody)

    assert (report.outcome, report.proof_valid, report.issuer_recognised) == ("valid", True, False)


def test_our_issuers_are_recognised_with_their_standing(college):
    issuer = establish_issuer(organisation=college, at=MONDAY, standing="employer-recognised")

    assert recognised()[issuer.did].standing == "employer-recognised"


def test_an_issuer_on_the_web_is_verified_without_the_network(ada, checking, college, settings):
    settings.CAIRN_BASE_URL = "https://cairn.example.org"
    old = make_credential(ada, checking)
    rotate_key(issuer=establish_issuer(organisation=college, at=AT), at=AT)
    new = make_credential(ada, checking)

    assert IssuerKey.objects.count() == 2
    for one in (old, new):
        assert report_on(one.document, at=AT, ask=nobody).outcome == "valid"
    assert old.key_id != new.key_id


def test_a_key_that_was_compromised_is_no_longer_believed(ada, checking, settings):
    settings.CAIRN_BASE_URL = "https://cairn.example.org"
    one = make_credential(ada, checking)
    IssuerKey.objects.update(compromised_since=MONDAY - DAY)

    assert report_on(one.document, at=AT, ask=nobody).outcome == "invalid"


def test_a_list_that_is_gone_is_never_not_revoked(credential):
    sign(credential, at=AT)
    document = json.loads(credential.document)
    StatusList.objects.update(document="{}", published_at=AT)

    assert report_on(document, at=AT, ask=nobody).outcome == "undetermined"


def test_a_link_elsewhere_is_asked_through_the_fetcher(foreign, db):
    asked = []

    def ask(url):
        asked.append(url)
        return json.dumps(foreign).encode()

    report = report_on_text(" https://elsewhere.example/credentials/1\n", at=AT, ask=ask)

    assert asked == ["https://elsewhere.example/credentials/1"]
    assert report.outcome == "valid"


def test_our_own_address_is_never_asked_through_the_network(db):
    with pytest.raises(FetchError, match="no public credential"):
        report_on_text(f"http://localhost:8000/credentials/{'0' * 32}/", at=AT)


def test_a_picture_that_leads_to_another_picture_is_followed_once(db):
    drawing = resvg_py.svg_to_bytes(svg_string=badge_svg("Any", seed="1"), width=20)
    picture = bake_png(bytes(drawing), "https://elsewhere.example/next.png")
    asked = []

    def ask(url):
        asked.append(url)
        return picture

    with pytest.raises(UnsupportedFormat):
        report_on_bytes(picture, at=AT, ask=ask)
    assert len(asked) == 1


def test_a_hosted_badge_of_open_badges_2_is_asked_after_where_it_is_published(db):
    base = "https://old.example/"
    recipient = {"type": "email", "hashed": False, "identity": "ada@x.example"}
    web = {
        base + "assertion.json": {
            "@context": "https://w3id.org/openbadges/v2",
            "type": "Assertion",
            "id": base + "assertion.json",
            "recipient": recipient,
            "badge": base + "badge.json",
            "issuedOn": "2026-01-05T09:00:00Z",
            "verification": {"type": "hosted"},
        },
        base + "badge.json": {
            "type": "BadgeClass",
            "id": base + "badge.json",
            "name": "Robotics",
            "issuer": base + "issuer.json",
        },
        base + "issuer.json": {"type": "Issuer", "id": base + "issuer.json", "name": "Old"},
    }

    def ask(url):
        return json.dumps(web[url]).encode()

    picture = bake_png(
        bytes(resvg_py.svg_to_bytes(svg_string=badge_svg("Any", seed="1"), width=20)),
        base + "assertion.json",
    )
    for data in (picture, ask(base + "assertion.json")):
        report = report_on_bytes(data, at=AT, ask=ask)
        assert (report.outcome, report.achievement) == ("valid", "Robotics")

    web[base + "assertion.json"]["revoked"] = True
    assert report_on_bytes(picture, at=AT, ask=ask).reasons == ["revoked"]


def test_a_signed_badge_of_open_badges_2_is_asked_after_where_its_key_is(db):
    web = signed_assertions.web_of_college()
    token = signed_assertions.compact(signed_assertions.an_assertion())
    ask = signed_assertions.fetch_from(web)
    picture = bytes(resvg_py.svg_to_bytes(svg_string=badge_svg("Any", seed="1"), width=20))

    for report in (
        report_on_text(token, at=AT, ask=ask),
        report_on_bytes(bake_png(picture, token), at=AT, ask=ask),
    ):
        assert (report.outcome, report.achievement) == ("valid", "Whiteboards")
        assert {line.name for line in lines_of(report)} >= {"proof", "status"}
    del web[signed_assertions.KEY_URL]
    assert report_on_text(token, at=AT, ask=ask).reasons == ["key_unresolved"]


def test_a_text_that_only_looks_like_a_token_is_not_genuine(db):
    report = report_on_text("eyJhbGciOiJub25lIn0.e30.AA", at=AT, ask=nobody)

    assert report.outcome == "invalid"
