from datetime import date

import pytest

from cairn_server.hub.goal_forms import GoalForm, MoveForm, PartForm


def test_a_goal_has_a_name_and_perhaps_a_day():
    form = GoalForm({"name": "  Data  ", "by": "2026-05-01"})

    assert form.is_valid()
    assert form.cleaned_data == {"name": "Data", "by": date(2026, 5, 1)}
    assert GoalForm({"name": "Data"}).is_valid()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": " "}, "Give the goal a name"),
        ({"name": "x" * 121}, "at most 120"),
        ({"name": "a\0b"}, "Null characters|cannot be kept"),
        ({"name": "x", "by": "soon"}, "YYYY-MM-DD"),
    ],
)
def test_what_cannot_be_kept_is_said_in_words(sent, said):
    form = GoalForm(sent)

    assert not form.is_valid()
    assert any(one in str(form.errors) for one in said.split("|"))


@pytest.mark.parametrize("form", [PartForm({"achievement": "x"}), MoveForm({"to": "up"})])
def test_what_no_button_sends_is_not_valid(form):
    assert not form.is_valid()
