from __future__ import annotations

import pytest

from cairn_server.files import kinds
from cairn_server.files.kinds import Group


def test_every_group_that_a_task_may_ask_for_has_a_kind() -> None:
    assert {group for kind in kinds.ALL for group in kind.groups} == set(Group)


@pytest.mark.parametrize(
    ("media_type", "ending", "inline"),
    [
        ("application/pdf", "pdf", True),
        ("image/jpeg", "jpg", True),
        ("application/vnd.oasis.opendocument.text", "odt", False),
        ("application/x-unheard-of", "bin", False),
    ],
)
def test_a_file_is_named_and_shown_by_its_kind(media_type: str, ending: str, inline: bool) -> None:
    assert kinds.ending_of(media_type) == ending
    assert kinds.shows_inline(media_type) is inline


def test_nothing_that_could_run_is_evidence() -> None:
    assert kinds.SVG.groups == frozenset()
