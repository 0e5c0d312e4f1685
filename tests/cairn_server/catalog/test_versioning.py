"""Equal content is one version; a published one never changes."""

from __future__ import annotations

import pytest

from cairn_server.catalog.models import Unit, UnitVersion
from cairn_server.catalog.versioning import Outcome, digest_of, keep_version
from tests.moments import DAY, MONDAY

COLUMNS = {"title": "Asking", "seconds": 300, "outcomes": [], "cards": []}


@pytest.fixture
def unit(college):
    return Unit.objects.create(organisation=college, key="asking")


def keep(unit, at=MONDAY, **columns):
    return keep_version(
        UnitVersion, of={"unit": unit}, columns=COLUMNS | columns, language="en", publish_at=at
    )


def test_the_first_is_created_and_its_repeat_unchanged(unit):
    first, created = keep(unit)
    again, unchanged = keep(unit, at=MONDAY + DAY)

    assert (created, unchanged) == (Outcome.CREATED, Outcome.UNCHANGED)
    assert (first, again.published_at, again.number) == (again, MONDAY, 1)


def test_changed_content_follows_a_published_version(unit):
    first, _ = keep(unit)
    second, updated = keep(unit, at=MONDAY + DAY, title="Asking well")

    first.refresh_from_db()
    assert (updated, second.number, first.title) == (Outcome.UPDATED, 2, "Asking")


def test_a_draft_is_rewritten(unit):
    draft, _ = keep(unit, at=None)
    same, updated = keep(unit, at=None, title="Asking well")

    assert (same.pk, same.title, updated) == (draft.pk, "Asking well", Outcome.UPDATED)


def test_an_equal_draft_is_published_in_place(unit):
    keep(unit, at=None)
    version, outcome = keep(unit)

    assert (version.published_at, version.number, outcome) == (MONDAY, 1, Outcome.UPDATED)


def test_the_digest_does_not_depend_on_the_order_of_members():
    assert digest_of({"a": 1, "b": [2]}) == digest_of({"b": [2], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": 2})
