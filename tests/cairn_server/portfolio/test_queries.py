import pytest

from cairn.vc.did import did_key
from cairn_server.catalog.models import OutsidePart
from cairn_server.credentials.models import Credential
from cairn_server.credentials.suspending import reinstate, suspend
from cairn_server.credentials.verifying import nobody
from cairn_server.portfolio.arranging import Chosen, Front, arrange
from cairn_server.portfolio.collecting import add_badge
from cairn_server.portfolio.models import Portfolio
from cairn_server.portfolio.queries import (
    Counting,
    choices_for,
    counting_of,
    page_of,
    portfolio_facts,
    things_by_key,
)
from tests.cairn_server.credentials.conftest import make_credential
from tests.cairn_server.portfolio.conftest import KEY, badge_of, found
from tests.moments import DAY, MONDAY

ON = MONDAY.date()


@pytest.fixture
def badge(ada):
    return add_badge(person=ada, found=found(badge_of()), at=MONDAY, ask=nobody)


def test_what_is_shown_comes_first_in_its_order_then_the_rest(ada, held, badge, version):
    other = make_credential(ada, version)
    arrange(person=ada, front=Front(), chosen=[Chosen(badge, "First"), Chosen(held)], at=MONDAY)

    choices = choices_for(ada)

    assert [one.key for one in choices] == [f"o{badge.pk}", f"c{held.pk}", f"c{other.pk}"]
    assert [one.is_chosen for one in choices] == [True, True, False]
    assert choices[0].note == "First"


def test_a_page_shows_the_chosen_and_their_stones(ada, held, badge):
    arrange(person=ada, front=Front(), chosen=[Chosen(held), Chosen(badge)], at=MONDAY)

    page = page_of(Portfolio.objects.get(), on=ON)

    assert (page.name, len(page.shown), len(page.stones)) == ("Ada", 2, 1)
    assert [one.standing for one in page.shown] == ["Self-claimed", "Issuer not known here"]


def test_the_name_stays_away_where_its_owner_wants_that(ada):
    arrange(person=ada, front=Front(shows_name=False), chosen=[], at=MONDAY)

    assert page_of(Portfolio.objects.get(), on=ON).name == ""


def test_a_credential_whose_page_is_off_is_shown_nowhere(ada, held):
    arrange(person=ada, front=Front(), chosen=[Chosen(held)], at=MONDAY)
    Credential.objects.update(is_public=False)

    assert page_of(Portfolio.objects.get(), on=ON).shown == []
    assert choices_for(ada) == []


def test_keys_of_what_belongs_to_somebody_else_lead_to_nothing(ada, bea, held, badge):
    keys = {f"c{held.pk}", f"o{badge.pk}"}

    assert set(things_by_key(ada, keys)) == keys
    assert things_by_key(bea, keys) == {}


def test_a_suspended_credential_is_shown_again_once_it_is_reinstated(ada, held, ida):
    arrange(person=ada, front=Front(), chosen=[Chosen(held)], at=MONDAY)
    portfolio = Portfolio.objects.get()

    suspend(held, actor=ida, reason_code="complaint", at=MONDAY)
    assert page_of(portfolio, on=ON).shown == []

    reinstate(held, actor=ida, at=MONDAY + DAY)
    assert len(page_of(portfolio, on=ON).shown) == 1


@pytest.mark.parametrize("count", [1, 20])
def test_a_page_takes_as_many_queries_for_many_as_for_one(
    ada, version, count, django_assert_num_queries
):
    held = [make_credential(ada, version) for _ in range(count)]
    arrange(person=ada, front=Front(), chosen=[Chosen(one) for one in held], at=MONDAY)
    portfolio = Portfolio.objects.select_related("person").get()

    with django_assert_num_queries(4):
        assert len(page_of(portfolio, on=ON).shown) == count


def test_everything_kept_here_can_be_taken_along(ada, held, badge):
    assert portfolio_facts(ada)["portfolio"] is None
    arrange(person=ada, front=Front(headline="Me"), chosen=[Chosen(badge, "Yes")], at=MONDAY)

    facts = portfolio_facts(ada)

    assert facts["portfolio"]["headline"] == "Me"
    assert facts["portfolio"]["shows"] == [{"title": "Welding", "note": "Yes"}]
    assert facts["outside_badges"][0]["document"] == badge.document


def asks_for(version, achievement=""):
    OutsidePart.objects.create(
        version=version, issuer=did_key(KEY.public), achievement=achievement, position=0
    )


def test_a_badge_says_what_it_counts_towards(ada, address, version):
    badge = add_badge(person=ada, found=found(badge_of(ada.email)), at=MONDAY, ask=nobody)
    assert counting_of(badge, at=MONDAY) == Counting([], "")

    asks_for(version, "https://elsewhere.example/achievements/1")

    assert counting_of(badge, at=MONDAY) == Counting([(version.achievement_id, version.title)], "")
    assert "check it again" in counting_of(badge, at=MONDAY + 31 * DAY).why_not


def test_a_badge_does_not_count_towards_what_asks_for_another_of_its_issuer(ada, badge, version):
    asks_for(version, "https://elsewhere.example/achievements/2")

    assert counting_of(badge, at=MONDAY).towards == []


def test_a_badge_that_does_not_count_says_why(badge, version):
    asks_for(version)

    assert "names no address" in counting_of(badge, at=MONDAY).why_not
    badge.outcome = "invalid"
    assert "did not find it genuine" in counting_of(badge, at=MONDAY).why_not
