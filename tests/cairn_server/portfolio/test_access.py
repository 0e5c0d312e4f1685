from uuid import UUID

import pytest
from django.http import Http404

from cairn_server.credentials.verifying import nobody
from cairn_server.portfolio.access import own_badge, portfolio_for
from cairn_server.portfolio.arranging import Front, arrange
from cairn_server.portfolio.collecting import add_badge
from tests.cairn_server.portfolio.conftest import badge_of, found
from tests.moments import MONDAY


def test_a_portfolio_is_its_owners_until_it_is_switched_on(ada, bea):
    off = arrange(person=ada, front=Front(), chosen=[], at=MONDAY)

    assert portfolio_for(ada, off.pk) == off
    for reader in (bea, None):
        with pytest.raises(Http404):
            portfolio_for(reader, off.pk)

    arrange(person=ada, front=Front(is_public=True), chosen=[], at=MONDAY)
    assert portfolio_for(None, off.pk) == off


def test_a_badge_is_whose_it_is(ada, bea):
    badge = add_badge(person=ada, found=found(badge_of()), at=MONDAY, ask=nobody)

    assert own_badge(ada, badge.pk) == badge
    for person, badge_id in ((bea, badge.pk), (ada, UUID(int=0))):
        with pytest.raises(Http404):
            own_badge(person, badge_id)
