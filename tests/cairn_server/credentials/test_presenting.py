import io
import json

import pytest
from PIL import Image

from cairn.errors import UnsafeContent, UnsupportedFormat
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import Issuer
from cairn_server.credentials.presenting import (
    claim_standing,
    contrast,
    declare_standing,
    keep_logo,
    present_issuer,
    readable,
)
from cairn_server.credentials.signing import sign
from cairn_server.credentials.superseding import supersede
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.errors import BrandingRefused, StandingRefused
from cairn_server.journal.models import Event
from tests.moments import DAY, MONDAY


@pytest.fixture
def issuer(college):
    return establish_issuer(organisation=college, at=MONDAY)


def picture():
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(data, "PNG")
    return io.BytesIO(data.getvalue())


def test_the_profile_goes_into_what_is_issued_from_now_on(issuer, earned, ida):
    keep_logo(issuer=issuer, upload=picture(), name="logo.png", at=MONDAY)
    profile = {"description": "We teach.", "email": "ask@north.example", "accent": "#123456"}
    present_issuer(issuer=issuer, profile=profile, actor=ida, at=MONDAY)
    later = MONDAY + 2 * DAY
    new = supersede(earned.credential, actor=ida, at=later, awarded_at=MONDAY)
    document = sign(new.credential, at=later).document

    told = json.loads(document)["issuer"]
    assert told["email"] == "ask@north.example"
    assert told["description"] == "We teach. Standing: self-claimed."
    assert told["image"]["id"].endswith(f"/issuers/{issuer.pk}/logo")
    assert report_on(document, at=later, ask=nobody).outcome == "valid"


def test_what_is_left_out_of_a_profile_stays(issuer, ida, college):
    present_issuer(issuer=issuer, profile={"email": "a@b.example"}, actor=ida, at=MONDAY)
    present_issuer(issuer=issuer, profile={"name": "Far North"}, actor=ida, at=MONDAY)

    college.refresh_from_db()
    assert (college.name, Issuer.objects.get().email) == ("Far North", "a@b.example")


@pytest.mark.parametrize(("one", "other", "ratio"), [
    ("#000000", "#ffffff", 21.0),
    ("#ffffff", "#ffffff", 1.0),
    ("#777777", "#ffffff", 4.48),  # the well-known grey that just fails
    ("#767676", "#ffffff", 4.54),  # and the one that just passes
])  # fmt: skip
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize("colour", ["#ffff00", "#e3efe9", "red", "#12345", "#12345g", "url(x)"])
def test_a_colour_that_is_none_or_is_not_seen_is_refused(colour):
    with pytest.raises(BrandingRefused):
        readable(colour)


def test_a_dark_colour_is_taken_and_none_is_none():
    assert readable(" #1A2B3C ") == "#1a2b3c"
    assert readable("") == ""


@pytest.mark.parametrize(("data", "error"), [
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", UnsafeContent),
    (b"%PDF-1.4\n%%EOF", UnsupportedFormat),
    (b"MZ program", UnsafeContent),
])  # fmt: skip
def test_a_logo_is_a_picture_or_nothing(issuer, data, error):
    with pytest.raises(error):
        keep_logo(issuer=issuer, upload=io.BytesIO(data), name="logo.png", at=MONDAY)

    assert Issuer.objects.get().logo is None


@pytest.mark.parametrize("standing", ["employer-recognised", "institution-accredited"])
def test_nobody_gives_themself_a_standing_that_others_give(issuer, ida, standing):
    with pytest.raises(StandingRefused):
        claim_standing(issuer=issuer, standing=standing, actor=ida, at=MONDAY)

    assert Issuer.objects.get().standing == "self-claimed"


def test_an_owner_may_say_informal_and_then_no_evidence_stands_beside_it(issuer, ida):
    evidence = "https://accreditor.example/north"
    declare_standing(issuer=issuer, standing="institution-accredited", evidence=evidence, at=MONDAY)
    assert Issuer.objects.get().standing_evidence == evidence

    claim_standing(issuer=issuer, standing="informal", actor=ida, at=MONDAY)

    found = Issuer.objects.get()
    assert (found.standing, found.standing_evidence) == ("informal", "")
    told = Event.objects.filter(kind="issuer.standing_declared").order_by("pk")
    assert [one.actor_id for one in told] == [None, ida.pk]
