from cairn_server.credentials.verifying import nobody
from cairn_server.journal.models import Event
from cairn_server.portfolio.arranging import Chosen, Front, arrange
from cairn_server.portfolio.collecting import add_badge
from tests.cairn_server.portfolio.conftest import badge_of, found
from tests.moments import DAY, MONDAY


def test_it_shows_what_was_chosen_in_that_order_and_nothing_else(ada, held):
    badge = add_badge(person=ada, found=found(badge_of()), at=MONDAY, ask=nobody)
    front = Front(headline="Teaches", is_public=True)

    arrange(person=ada, front=front, chosen=[Chosen(held)], at=MONDAY)
    again = arrange(
        person=ada, front=front, chosen=[Chosen(badge, "My first"), Chosen(held)], at=MONDAY + DAY
    )

    entries = list(again.entries.all())
    assert [one.outside or one.credential for one in entries] == [badge, held]
    assert entries[0].note == "My first"
    assert (again.headline, again.is_public, again.changed_at) == ("Teaches", True, MONDAY + DAY)
    assert Event.objects.filter(kind="portfolio.arranged").count() == 2


def test_the_address_of_the_page_stays(ada):
    first = arrange(person=ada, front=Front(), chosen=[], at=MONDAY)

    assert arrange(person=ada, front=Front(headline="New"), chosen=[], at=MONDAY).pk == first.pk
