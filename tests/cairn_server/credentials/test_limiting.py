from datetime import timedelta

import pytest

from cairn_server.credentials.limiting import VERIFYING, spend
from cairn_server.errors import TooManyRequests
from tests.moments import MONDAY


def test_sixty_at_once_may_be_verified_and_then_two_a_second():
    for _ in range(60):
        spend(VERIFYING, "203.0.113.7", at=MONDAY)

    with pytest.raises(TooManyRequests):
        spend(VERIFYING, "203.0.113.7", at=MONDAY)
    spend(VERIFYING, "203.0.113.7", at=MONDAY + timedelta(seconds=0.5))
