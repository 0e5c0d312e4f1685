import json

import pytest

from cairn_server.credentials import issuer_queries
from cairn_server.credentials.awarding_many import accept_file, award_some, check_awards
from cairn_server.credentials.models import Award, Partnership
from cairn_server.credentials.partnering import (
    accept_partnership,
    end_partnership,
    offer_partnership,
)
from cairn_server.credentials.signing import sign
from cairn_server.credentials.verifying import nobody, report_on
from cairn_server.errors import PartnershipRefused
from tests.cairn_server.credentials.conftest import make_achievement
from tests.moments import DAY, MONDAY

ROW = (
    "email,name,achievement,judged_by,judged_on,narrative\n"
    "nora@x.example,Nora,checking,Foreman,2024-12-01,A shift\n"
)


@pytest.fixture
def works(zoe):
    return zoe.memberships.get().organisation


@pytest.fixture
def offer(college, works, ida):
    def act(**more):
        sides = {"organisation": college, "partner": works, "invited_by": college}
        return offer_partnership(
            **(sides | {"achievement": None, "actor": ida, "at": MONDAY} | more)
        )

    return act


def awardable(works, at=MONDAY + DAY):
    return [one.title for one in issuer_queries.may_award(works, at=at)]


def test_a_partner_awards_once_accepted_until_it_ends(offer, works, college, zoe, ida, checking):
    offered = offer()
    assert awardable(works) == []

    accept_partnership(partnership=offered, by=works, actor=zoe, at=MONDAY)
    assert awardable(works) == ["Checking for Understanding"]

    end_partnership(partnership=offered, by=college, actor=ida, at=MONDAY + DAY)
    assert awardable(works) == []


def test_the_credential_names_who_defined_it_and_who_awarded_it(
    offer, works, college, zoe, checking
):
    accept_partnership(partnership=offer(), by=works, actor=zoe, at=MONDAY)
    file, _ = accept_file(organisation=works, data=ROW.encode(), actor=zoe, at=MONDAY + DAY)
    while award_some(file, at=MONDAY + DAY):
        pass

    award = Award.objects.get()
    document = json.loads(sign(award.credential, at=MONDAY + DAY).document)
    assert document["issuer"]["name"] == "South Works"
    assert document["credentialSubject"]["achievement"]["creator"]["name"] == "North College"
    assert "as stated by South Works" in document["evidence"][0]["narrative"]
    assert report_on(document, at=MONDAY + DAY, ask=nobody).outcome == "valid"
    [row] = issuer_queries.awards(works, issuer_queries.AwardFilter()).items
    assert row.joint_with == "North College"
    assert issuer_queries.awards(college, issuer_queries.AwardFilter()).items == []


def test_what_was_awarded_stays_when_it_ends(offer, works, college, zoe, ida, checking):
    partnership = accept_partnership(partnership=offer(), by=works, actor=zoe, at=MONDAY)
    file, _ = accept_file(organisation=works, data=ROW.encode(), actor=zoe, at=MONDAY)
    award_some(file, at=MONDAY)

    end_partnership(partnership=partnership, by=college, actor=ida, at=MONDAY + DAY)

    document = sign(Award.objects.get().credential, at=MONDAY + DAY).document
    assert report_on(document, at=MONDAY + DAY, ask=nobody).outcome == "valid"
    [refused] = check_awards(organisation=works, data=ROW, actor=zoe, at=MONDAY + DAY).problems
    assert "may award no published achievement" in refused.detail


def test_one_achievement_alone_may_be_shared_and_only_for_a_time(
    offer, works, zoe, lesson, checking
):
    make_achievement(lesson, key="gestures", title="Asking by Gestures")
    offered = offer(achievement=checking.achievement, until=MONDAY + 2 * DAY)
    accept_partnership(partnership=offered, by=works, actor=zoe, at=MONDAY)

    assert awardable(works) == ["Checking for Understanding"]
    assert awardable(works, at=MONDAY + 2 * DAY) == []


def test_the_one_that_may_award_can_ask_for_it_too(offer, works, college, zoe, ida, checking):
    asked = offer(invited_by=works, actor=zoe)
    with pytest.raises(PartnershipRefused, match="the other one has to"):
        accept_partnership(partnership=asked, by=works, actor=zoe, at=MONDAY)

    accept_partnership(partnership=asked, by=college, actor=ida, at=MONDAY)
    assert awardable(works) == ["Checking for Understanding"]


def test_accepting_twice_is_accepting_once(offer, works, zoe):
    offered = offer()
    first = accept_partnership(partnership=offered, by=works, actor=zoe, at=MONDAY)
    second = accept_partnership(partnership=offered, by=works, actor=zoe, at=MONDAY + DAY)

    assert first.accepted_at == second.accepted_at == MONDAY


def test_what_makes_no_sense_is_refused(offer, college, works, zoe, ida, checking):
    offered = offer()
    for more in (
        {},
        {"partner": college},
        {"until": MONDAY},
        {"organisation": works, "partner": college, "achievement": checking.achievement},
    ):
        with pytest.raises(PartnershipRefused):
            offer(**more)
    end_partnership(partnership=offered, by=college, actor=ida, at=MONDAY)
    with pytest.raises(PartnershipRefused):
        accept_partnership(partnership=offered, by=works, actor=zoe, at=MONDAY)

    assert offer().pk != offered.pk
    assert Partnership.objects.count() == 2
