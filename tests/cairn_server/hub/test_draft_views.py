"""The page that says what a new version changes."""

from __future__ import annotations

import pytest

from cairn_server.catalog.drafting import begin_draft
from tests.moments import MONDAY


@pytest.fixture
def draft(college, ida, settings, tmp_path):
    settings.CAIRN_HOME = tmp_path
    return begin_draft(organisation=college, title="New", language="en", actor=ida, at=MONDAY)


def test_a_first_version_affects_nobody(client, ida, draft):
    client.force_login(ida)

    page = client.get(f"/studio/{draft.pk}/changes/").content.decode()

    assert "nobody is affected" in page
    assert "Unit: First steps" in page


def test_nobody_else_sees_it(client, zoe, ada, draft):
    for person in (zoe, ada):
        client.force_login(person)
        assert client.get(f"/studio/{draft.pk}/changes/").status_code == 404
