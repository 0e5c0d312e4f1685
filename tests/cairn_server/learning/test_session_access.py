"""Who may see a session, who may hold it, whom a host may tick."""

from __future__ import annotations

import pytest
from django.http import Http404

from cairn_server.accounts.joining import end_membership
from cairn_server.learning.booking import book
from cairn_server.learning.session_access import (
    attendee_for,
    gathering_to_hold,
    hosted_session,
    hosting_organisation,
    session_for,
)
from tests.making import join
from tests.making_sessions import make_gathering, make_session
from tests.moments import MONDAY


@pytest.fixture
def inner(college, host):
    """A session that no published achievement leads to."""
    return make_session(make_gathering(college, "retreat", is_open=False), host)


def test_an_open_session_is_there_for_everybody_and_an_inner_one_for_members(
    ada, zoe, tuesday, inner
):
    assert session_for(zoe, tuesday.pk) == tuesday
    assert session_for(ada, inner.pk) == inner
    with pytest.raises(Http404):
        session_for(zoe, inner.pk)


def test_who_booked_still_sees_it_after_leaving(ada, ida, inner):
    book(session=inner, person=ada, at=MONDAY)
    end_membership(membership=ada.memberships.get(), actor=ida, at=MONDAY)

    assert session_for(ada, inner.pk) == inner


@pytest.mark.parametrize(
    ("role", "may"),
    [("author", True), ("manager", True), ("owner", True), ("evaluator", False), ("issuer", False)],
)
def test_authors_managers_and_owners_hold_sessions(college, role, may):
    person = join("Ron", college, role)

    if may:
        assert hosting_organisation(person, college.pk) == college
    else:
        with pytest.raises(Http404):
            hosting_organisation(person, college.pk)


def test_a_host_holds_only_what_is_their_organisations_and_published(college, zoe, inner):
    works = zoe.memberships.get().organisation
    draft = make_gathering(college, "draft")
    type(draft).objects.filter(pk=draft.pk).update(published_at=None)

    assert hosted_session(college, inner.pk) == inner
    with pytest.raises(Http404):
        hosted_session(works, inner.pk)
    with pytest.raises(Http404):
        gathering_to_hold(works, inner.gathering_id)
    with pytest.raises(Http404):
        gathering_to_hold(college, draft.gathering_id)


def test_a_host_ticks_members_and_those_who_booked(ada, zoe, tuesday):
    assert attendee_for(tuesday, ada.pk) == ada
    with pytest.raises(Http404):
        attendee_for(tuesday, zoe.pk)
    book(session=tuesday, person=zoe, at=MONDAY)
    assert attendee_for(tuesday, zoe.pk) == zoe
