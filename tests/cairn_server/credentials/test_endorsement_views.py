import pytest

from cairn_server.accounts.models import Organisation
from cairn_server.credentials import endorsement_views
from cairn_server.credentials.endorsing import endorse, withdraw
from cairn_server.credentials.models import Endorsement
from tests.making import join
from tests.moments import DAY, MONDAY

NEW = "/endorsements/new/"


@pytest.fixture
def works(db):
    return Organisation.objects.create(name="Works", slug="works", kind="employer")


@pytest.fixture
def owner(works):
    return join("Olga", works, "owner")


@pytest.fixture
def endorsed(works, owner, checking):
    return endorse(organisation=works, target=checking, comment="Good.", actor=owner, at=MONDAY)


def asked(works, checking, **changed):
    comment = "We hire whoever holds it."
    return {
        "organisation": str(works.pk),
        "comment": comment,
        "achievement": str(checking.achievement_id),
        **changed,
    }


def test_an_owner_endorses_and_everybody_sees_it(client, works, owner, checking):
    page = f"/achievements/{checking.achievement_id}/"
    client.force_login(owner)
    offered = f"{NEW}?achievement={checking.achievement_id}" in client.get(page).text

    given = client.post(NEW, asked(works, checking), follow=True)
    client.logout()

    assert offered
    assert "We hire whoever holds it." in given.text
    assert "We hire whoever holds it." in client.get(page).text
    assert NEW not in client.get(page).text
    assert f"{works}</bdi></strong> <small>(Self-claimed)" in client.get(page).text


def test_an_issuer_is_endorsed_from_its_page(client, works, owner, credential):
    issuer = credential.status_list.issuer
    client.force_login(owner)
    data = asked(works, credential.award.achievement_version, issuer=str(issuer.pk))
    del data["achievement"]

    client.post(NEW, data)

    assert "We hire whoever holds it." in client.get(f"/issuers/{issuer.pk}/").text


def test_a_program_gets_the_signed_bytes(client, endorsed):
    url = f"/endorsements/{endorsed.pk}/"

    assert "Good." in client.get(url).text
    for answer in (
        client.get(url, headers={"accept": "application/vc"}),
        client.get(url + "endorsement.json"),
    ):
        assert answer.content.decode() == endorsed.document
        assert answer["Access-Control-Allow-Origin"] == "*"


def test_an_owner_withdraws_and_the_page_says_so(client, works, owner, endorsed):
    listed = f"/organisations/{works.pk}/endorsements/"
    client.force_login(owner)

    page = client.post(f"{listed}{endorsed.pk}/withdrawal/", follow=True)

    assert "Withdrawn" in page.text
    assert "It says nothing any more." in client.get(f"/endorsements/{endorsed.pk}/").text


def test_nobody_else_endorses_or_withdraws(client, works, owner, college, checking, endorsed):
    other = join("Otto", college, "owner")
    client.force_login(other)

    answers = [
        client.post(NEW, asked(works, checking)),
        client.post(NEW, asked(college, checking)),
        client.post(f"/organisations/{works.pk}/endorsements/{endorsed.pk}/withdrawal/"),
        client.post(f"/organisations/{college.pk}/endorsements/{endorsed.pk}/withdrawal/"),
        client.get(f"/organisations/{works.pk}/endorsements/"),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 404, 404, 404]
    assert Endorsement.objects.get().withdrawn_at is None


@pytest.mark.parametrize(
    "query", ["", "achievement=7", "issuer=x", "achievement=00000000-0000-7000-8000-000000000000"]
)
def test_what_is_not_there_cannot_be_endorsed(client, owner, query):
    client.force_login(owner)

    assert client.get(f"{NEW}?{query}").status_code == 404
    assert client.get("/endorsements/" + "0" * 32 + "/").status_code == 404


def test_a_second_click_endorses_once(client, works, owner, checking):
    client.force_login(owner)

    first, second = (client.post(NEW, asked(works, checking)) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 422)
    assert Endorsement.objects.count() == 1


def test_whoever_is_endorsed_answers(client, college, works, owner, endorsed, ida):
    listed = f"/organisations/{college.pk}/endorsements/"
    page = f"/achievements/{endorsed.version.achievement_id}/"
    client.force_login(ida)

    accepted = client.post(f"{listed}{endorsed.pk}/acceptance/", follow=True).text
    declined = client.post(f"{listed}{endorsed.pk}/refusal/", follow=True).text

    assert "In what we issue</span>" in accepted
    assert "Declined</span>" in declined
    assert "Good." not in client.get(page).text
    client.force_login(owner)
    for where in (listed, f"/organisations/{works.pk}/endorsements/"):
        for answer in ("acceptance", "refusal"):
            assert client.post(f"{where}{endorsed.pk}/{answer}/").status_code == 404


def test_what_cannot_be_accepted_says_why(client, college, endorsed, owner, ida):
    endorsement = withdraw(endorsement=endorsed, actor=owner, at=MONDAY)
    client.force_login(ida)

    url = f"/organisations/{college.pk}/endorsements/{endorsement.pk}/acceptance/"
    assert "It was withdrawn" in client.post(url, follow=True).text


def test_long_lists_are_shown_page_by_page_each_by_itself(
    client, works, owner, endorsed, credential, monkeypatch
):
    monkeypatch.setattr(endorsement_views, "A_PAGE", 1)
    issuer = credential.status_list.issuer
    endorse(organisation=works, target=issuer, comment="Good.", actor=owner, at=MONDAY + DAY)
    listed = f"/organisations/{works.pk}/endorsements/"
    client.force_login(owner)

    first, second, odd = (client.get(listed + ask).text for ask in ("", "?given=2", "?given=x"))

    assert "?given=2#given" in first
    assert "?given=1#given" in second
    assert str(issuer.organisation) in first
    assert endorsed.pk in second
    assert endorsed.pk not in first
    assert "Page 1 of 2" in odd
    client.force_login(join("Ivo", issuer.organisation, "owner"))
    received = client.get(f"/organisations/{issuer.organisation_id}/endorsements/?received=2").text
    assert "Page 2 of 2" in received
