from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from cairn_server.accounts.limiting import Limit, asker_of, spend
from cairn_server.errors import TooManyRequests
from tests.moments import MONDAY

THREE = Limit("test", burst=3, per_minute=6)  # three at once, then one in ten seconds


@pytest.fixture(autouse=True)
def _nobody_asked_before():
    cache.clear()


def test_so_many_at_once_and_then_one_by_one():
    for _ in range(3):
        spend(THREE, "here", at=MONDAY)
    with pytest.raises(TooManyRequests, match="in 10 s"):
        spend(THREE, "here", at=MONDAY)

    spend(THREE, "here", at=MONDAY + timedelta(seconds=10))


def test_one_asker_does_not_use_up_what_another_has():
    for _ in range(3):
        spend(THREE, "here", at=MONDAY)

    spend(THREE, "there", at=MONDAY)


@pytest.mark.parametrize(
    ("address", "asker"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001-db8-1-2"),
        ("2001:db8:1:2:9::1", "2001-db8-1-2"),
    ],
)
def test_an_ipv6_network_is_one_asker(address, asker):
    assert asker_of(RequestFactory().get("/", REMOTE_ADDR=address)) == asker
