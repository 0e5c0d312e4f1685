from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from cairn.errors import InputTooLarge, MalformedInput
from cairn_server.credentials.addresses import achievement_url
from cairn_server.credentials.award_rows import read_awards

HEAD = "email,achievement,judged_by,judged_on,narrative,evidence_url\n"


def problems(text):
    return [(one.line, one.detail) for one in read_awards(text)[1]]


def test_a_row_is_read_with_its_line_and_its_cells_trimmed():
    [line], wrong = read_awards(HEAD + " Ada@X.Example , checking ,Mentor,2025-03-31,A lesson,\n")

    assert wrong == []
    assert (line.line, line.email, line.achievement) == (2, "ada@x.example", "checking")
    assert line.judged_on == date(2025, 3, 31)


@pytest.mark.parametrize(("hour", "is_ahead"), [(9, True), (10, False), (23, False)])
def test_a_day_lies_ahead_until_it_has_begun_somewhere(hour, is_ahead):
    """On Kiritimati, fourteen hours before UTC, the last of March begins at ten the day before."""
    [line], _ = read_awards(HEAD + "ada@x.example,checking,Mentor,2025-03-31,A lesson,\n")

    assert line.is_ahead_of(datetime(2025, 3, 30, hour, tzinfo=UTC)) is is_ahead


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("not an address,checking,,,,", "is not an e-mail address"),
        (",checking,,,,", "The cell email is empty"),
        ("a@x.example,,,,,", "The cell achievement is empty"),
        ("a@x.example,checking,,31.3.2025,,", "judged_on is no day"),
        ("a@x.example,checking,,2025-02-30,,", "judged_on is no day"),
        ("a@x.example,checking,,,,javascript:alert(1)", "evidence_url is not a web address"),
        ("a@x.example,checking,,,,https://[", "evidence_url is not a web address"),
        (f"a@x.example,checking,,,,{achievement_url(UUID(int=1))}", "is a page about the achiev"),
        ("a@x.example,checking," + "x" * 151 + ",,,", "judged_by is longer than 150"),
        ('"a@x.example","checking","Mentor\nBcc: b@x.example",,,', "judged_by holds a line break"),
    ],
)
def test_a_row_that_cannot_be_meant_so_says_why_and_the_others_are_used(row, said):
    lines, wrong = read_awards(HEAD + row + "\ngood@x.example,checking,,,,\n")

    assert [line.email for line in lines] == ["good@x.example"]
    assert len(wrong) == 1
    assert said in wrong[0].detail
    assert wrong[0].code == "row_refused"


def test_the_same_award_twice_in_a_file_names_the_first_line():
    text = HEAD + "a@x.example,checking,,,,\nA@X.EXAMPLE,checking,,,,\na@x.example,other,,,,\n"

    assert problems(text) == [(3, "a@x.example has this achievement in line 2 already")]


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("email\na@x.example\n", MalformedInput, "no column achievement"),
        ("email,achievement,salary\na,b,c\n", MalformedInput, "salary is not known"),
        ("email,achievement\n", MalformedInput, "nobody in the file"),
        ("", MalformedInput, "empty"),
        ("email,achievement\na@x.example\n", MalformedInput, "1 cells"),
        ("email,achievement\n" + "a@x.example,b\n" * 10_001, InputTooLarge, "10,000"),
        (b"\xff\xfe", MalformedInput, "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(text, error, said):
    with pytest.raises(error, match=said):
        read_awards(text)


def test_the_same_statement_has_the_same_basis_and_another_has_another():
    said = "checking,Mentor,2025-03-31,A lesson,\n"
    rows = f"a@x.example,{said}b@x.example,{said}"
    [one, other], _ = read_awards(HEAD + rows)
    [again, _], _ = read_awards(HEAD.replace("\n", ",name\n") + rows.replace(",\n", ",,Ada\n"))
    achievement = UUID(int=1)

    assert one.basis(achievement) == again.basis(achievement)
    assert len({one.basis(achievement), other.basis(achievement), one.basis(UUID(int=2))}) == 3
    assert len(one.basis(achievement)) <= 80
