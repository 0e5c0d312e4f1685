import pytest

from cairn_server.credentials.outside_holding import OutsideHolding

HELD = OutsideHolding(issuer="did:web:else.example", achievement="https://else.example/7")


@pytest.mark.parametrize(
    ("issuer", "achievement", "is_enough"),
    [
        ("did:web:else.example", "https://else.example/7", True),
        ("did:web:else.example", "", True),
        ("did:web:else.example", "https://else.example/8", False),
        ("did:web:other.example", "https://else.example/7", False),
        ("did:web:other.example", "", False),
    ],
)
def test_it_is_enough_only_if_the_issuer_is_the_one_and_the_achievement_if_any(
    issuer, achievement, is_enough
):
    assert HELD.satisfies(issuer, achievement) is is_enough
