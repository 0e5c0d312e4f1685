from __future__ import annotations

import pickle
from argparse import ArgumentTypeError

import pytest

from cairn.cli.recipients import Line, texts_reader
from cairn.errors import CairnError
from cairn.openbadges.identity import matches
from cairn.openbadges.parts import Result
from cairn.vc.status_list import status_entry

CELLS = {
    "email": " Ada@College.example ",
    "name": "Ada",
    "evidence_url": "https://college.example/film",
    "narrative": " A session ",
    "valid_until": "2028-03-02T01:00:00+01:00",
    "license_number": "",
}


def read(position=None, status_url=None, **cells):
    return texts_reader(status_url)(Line(2, CELLS | cells, position))


def test_each_text_comes_from_its_column():
    texts = read()
    identity = {"hashed": True, "identityHash": texts.identity_hash, "salt": texts.salt}

    assert matches(identity, "ada@college.example")
    assert texts[4:] == (
        *("Ada", "https://college.example/film", "A session", "2028-03-02T00:00:00Z"),
        *(None,) * 5,
        (),
    )


def test_a_place_in_a_list_comes_with_its_address():
    texts = read(position=7, status_url="https://college.example/status/1")

    assert texts[-5:-1] == ("https://college.example/status/1#7", "7", None, None)
    assert read(status_url="https://college.example/status/1")[-5:-1] == (None,) * 4


def test_the_places_are_those_that_the_library_would_write():
    urls = ("https://college.example/status/1", "https://college.example/status/2")
    texts = texts_reader(*urls)(Line(2, CELLS, 131_071))
    entries = [status_entry(list_url=url, index=131_071) for url in urls]

    assert texts[-5:-1] == tuple(
        entry[member] for entry in entries for member in ("id", "statusListIndex")
    )


def test_the_same_line_has_other_ids_and_another_salt_each_time():
    one, other = read(), read()

    assert not set(one[:4]) & set(other[:4])
    assert one[4:] == other[4:]


@pytest.mark.parametrize(
    ("column", "cell", "why"),
    [
        ("email", "ada", "is not an e-mail address"),
        ("email", "a da@college.example", "is not an e-mail address"),
        ("evidence_url", "not a url", "The id of Evidence, 'not a url', is not an absolute"),
        ("evidence_url", "https:", "is not an absolute address"),
        ("evidence_url", "javascript:alert(1)", "is no https address of evidence"),
        ("evidence_url", "data:text/html,x", "is no https address of evidence"),
        ("valid_until", "soon", "is no time"),
        ("valid_until", "0001-01-01T00:00:00+01:00", "before or after all years"),
    ],
)
def test_a_cell_that_is_wrong_by_itself_is_refused(column, cell, why):
    with pytest.raises((CairnError, ArgumentTypeError), match=why):
        read(**{column: cell})


def test_marks_stand_where_there_is_a_text_and_nowhere_else():
    texts = read(position=7, status_url="https://college.example/status/1")
    marks = texts.marks()

    assert marks.kind == texts.kind
    assert not {*texts.own, *texts.marks().own} & {*marks.own} - {marks.valid_until}
    assert marks.valid_until > texts.valid_until


def test_lines_with_other_columns_or_results_are_of_another_kind():
    texts = read()
    shown = texts._replace(results=(Result(value="85"),))

    assert texts.kind == read(name="Bea").kind
    assert len({texts.kind, shown.kind, read(name="").kind}) == 3
    assert (shown.own, shown.marks().results) == (texts.own, shown.results)


def test_a_line_can_be_sent_to_another_process():
    line = Line(2, CELLS, 7)

    assert pickle.loads(pickle.dumps(line)) == line
