from __future__ import annotations

from uuid import UUID

import pytest

from cairn_server.assessment.codes import LETTERS, short_code


@pytest.mark.parametrize(
    ("id", "code"),
    [
        (UUID(int=0), "0000"),
        (UUID(int=31), "000Z"),
        (UUID(int=32), "0010"),
        (UUID(int=(1 << 20) - 1), "ZZZZ"),
        (UUID(int=1 << 20), "0000"),  # only the last 20 bits
        (UUID(int=((7 * 32 + 15) * 32 + 3) * 32 + 19), "7F3K"),  # 0 to 9, then A = 10, F = 15
    ],
)
def test_a_code_is_the_last_twenty_bits_in_four_letters(id: UUID, code: str) -> None:
    assert short_code(id) == code


def test_no_letter_can_be_taken_for_another() -> None:
    assert len(set(LETTERS)) == 32
    assert set("ILOU").isdisjoint(LETTERS)
