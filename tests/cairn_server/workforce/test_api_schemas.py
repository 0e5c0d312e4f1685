from __future__ import annotations

from uuid import uuid4

import pytest
from pydantic import ValidationError

from cairn_server.workforce.api_schemas import MembersIn, RoleIn, TeamIn


@pytest.mark.parametrize("level", [0, 6])
def test_a_level_is_between_one_and_five(level):
    with pytest.raises(ValidationError):
        RoleIn(name="Clerk", needs={uuid4(): level})


def test_names_carry_no_nul_and_members_are_not_endless():
    with pytest.raises(ValidationError):
        TeamIn(name="Hall\0")
    with pytest.raises(ValidationError):
        MembersIn(membership_ids=[uuid4()] * 20_001)
