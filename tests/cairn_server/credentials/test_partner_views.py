import pytest
from django.urls import reverse

from cairn_server.credentials.awarding import award
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import Partnership
from cairn_server.credentials.partnering import offer_partnership
from tests.moments import MONDAY


@pytest.fixture
def works(zoe):
    return zoe.memberships.get().organisation


@pytest.fixture
def address(college):
    return reverse("credentials:partners", args=[college.pk])


def test_one_offers_the_other_accepts_and_either_ends_it(client, ida, zoe, works, college, address):
    client.force_login(ida)
    offered = client.post(address, {"partner": "south", "direction": "theirs"}, follow=True)
    assert "offered, not accepted yet" in offered.text
    assert "Accept" not in offered.text
    partnership = Partnership.objects.get()

    client.force_login(zoe)
    theirs = reverse("credentials:partners", args=[works.pk])
    assert "they offer it to you" in client.get(theirs).text
    accepted = client.post(
        reverse("credentials:acceptance", args=[works.pk, partnership.pk]), follow=True
    )
    assert "You may award what" in accepted.text

    client.force_login(ida)
    client.post(reverse("credentials:partnership-end", args=[college.pk, partnership.pk]))
    partnership.refresh_from_db()
    assert partnership.ended_at is not None
    assert "No partners yet" in client.get(address).text


@pytest.mark.parametrize(("sent", "word"), [
    ({"partner": "nobody", "direction": "theirs"}, "Nobody here has this short name"),
    ({"partner": "north", "direction": "theirs"}, "needs no partner"),
    ({"partner": "south"}, "required"),
    ({"partner": "south", "direction": "theirs", "until": "2001-01-01"}, "over at once"),
])  # fmt: skip
def test_an_offer_that_makes_no_sense_says_why(client, ida, works, address, sent, word):
    client.force_login(ida)

    page = client.post(address, sent)

    assert page.status_code in (409, 422)
    assert word in page.text
    assert not Partnership.objects.exists()


def test_whoever_offers_cannot_accept(client, ida, works, college):
    offered = offer_partnership(
        organisation=college, partner=works, achievement=None, invited_by=college,
        actor=ida, at=MONDAY,
    )  # fmt: skip
    client.force_login(ida)

    page = client.post(reverse("credentials:acceptance", args=[college.pk, offered.pk]))

    assert page.status_code == 409
    offered.refresh_from_db()
    assert offered.accepted_at is None


@pytest.mark.parametrize("who", ["ada", "eve", "zoe"])
def test_partners_are_for_those_who_look_after_issuing_there(client, request, address, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(address).status_code == 404
    sent = {"partner": "south", "direction": "theirs"}
    assert client.post(address, sent).status_code == 404
    assert not Partnership.objects.exists()


def test_who_defines_sees_what_a_partner_awarded(
    client, ida, works, college, checking, bea, address
):
    establish_issuer(organisation=college, at=MONDAY)
    award(person=bea, version=checking, shown=[], at=MONDAY, by=works)
    client.force_login(ida)

    text = client.get(address).text

    assert "Awarded by partners" in text
    assert f"by {works.name}" in text
    assert "(Self-claimed)</small>" in text
    assert "Bea" not in text
    assert client.get(address, {"after": "x"}).status_code == 200
