from __future__ import annotations

from datetime import date

import pytest

from cairn_server.accounts.models import Membership, Team
from cairn_server.assessment.parts import Part
from cairn_server.workforce.forms import AssignForm, ManagerForm, NominateForm

TODAY = date(2026, 3, 2)


@pytest.fixture
def filled(ada, data):
    def act(**changed):
        told = {"achievement": str(data.achievement_id), "due_on": "2026-03-20", "people": []}
        return AssignForm(
            told | changed,
            achievements=[(data.achievement_id, "Data")],
            teams=Team.objects.all(),
            members=Membership.objects.filter(person=ada),
            today=TODAY,
        )

    return act


@pytest.mark.parametrize("day", ["2026-03-01", "2126-01-01", "soon"])
def test_a_day_that_is_over_or_out_of_reach_is_refused(filled, day):
    form = filled(due_on=day)

    assert not form.is_valid()
    assert set(form.errors) == {"due_on"}


def test_what_is_not_on_the_list_cannot_be_assigned(filled, zoe):
    assert set(filled(achievement=str(zoe.pk)).errors) == {"achievement"}
    assert filled().is_valid()


def test_only_members_that_are_offered_can_be_chosen(filled, ada, bea):
    members = Membership.objects.filter(person=ada)
    of = {person: str(person.memberships.get().pk) for person in (ada, bea)}

    assert filled(people=[of[ada]]).is_valid()
    assert set(filled(people=[of[ada], of[bea]]).errors) == {"people"}
    assert ManagerForm({"manager": of[ada]}, members=members).is_valid()
    assert not ManagerForm({"manager": of[bea]}, members=members).is_valid()


def test_a_nomination_asks_for_each_text_that_the_task_asks_for(ada):
    parts = (
        Part(id="what", title="What they did", kind="text"),
        Part(id="more", title="More", kind="text", required=False),
        Part(id="clip", title="Clip", kind="file", required=False),
    )
    form = NominateForm(
        {"person": str(ada.memberships.get().pk), "part-what": "Mended it."},
        members=Membership.objects.filter(person=ada),
        parts=parts,
    )

    assert form.is_valid()
    assert form.texts == {"what": "Mended it.", "more": ""}
