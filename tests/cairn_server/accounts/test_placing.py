from __future__ import annotations

from cairn_server.accounts.member_rows import read_members
from cairn_server.accounts.models import Person
from cairn_server.accounts.placing import Placing, write
from tests.moments import MONDAY


def placed(college, text):
    lines, _ = read_members(text)
    placing = Placing(college, lines, MONDAY)
    for line in lines:
        placing.place(line)
    return placing


def test_deciding_saves_nothing(college, ada):
    placing = placed(college, "email,name\nnew@x.example,New\nada@north.example,Ada\n")

    assert placing.has_changed
    assert [row["outcome"] for row in placing.rows] == ["created", "unchanged"]
    assert not Person.objects.filter(email="new@x.example").exists()

    write(placing.writes, at=MONDAY)
    assert not Person.objects.get(email="new@x.example").has_usable_password()


def test_nothing_has_changed_if_every_row_is_there(college, ada):
    assert not placed(college, "email\nada@north.example\n").has_changed
    assert not placed(college, "email\nunknown@x.example\n").has_changed


def test_of_who_is_no_member_yet_only_what_the_file_says_is_told(college, ada, zoe):
    rows = placed(college, f"email,name\n{zoe.email},\n{ada.email},\n").rows

    assert [(row["name"], row["outcome"]) for row in rows] == [
        ("", "created"),
        ("Ada", "unchanged"),
    ]
    [row] = placed(college, f"email,name\n{zoe.email},Zed\n").rows
    assert row["name"] == "Zed"
