import pytest

from cairn_server.catalog.required_parts import required_parts


def chosen_from(requirements):
    parts = {
        "achievements/x.md": {"requirements": requirements},
        "units/b.md": {"title": "Boards"},
    }
    return required_parts(parts, "x")


def test_what_is_required_can_be_chosen_by_its_title_or_else_its_id():
    required = {"all_of": [{"units": ["b"]}, {"quiz": "check"}, {"credential": "other/base"}]}

    assert chosen_from(required) == [
        ("b", "Boards"),
        ("check", "check"),
        ("other/base", "other/base"),
    ]


@pytest.mark.parametrize("unreadable", [None, {}, {"all_of": []}, "units"])
def test_nothing_can_be_chosen_while_nothing_is_required(unreadable):
    assert chosen_from(unreadable) == []


def test_an_achievement_that_is_not_there_requires_nothing():
    assert required_parts({}, "x") == []
