from __future__ import annotations

import json
import pickle
from dataclasses import replace

import pytest

from cairn.cli.batch import (
    BEFORE_A_SERIES,
    Batch,
    Form,
    Issuing,
    JsonWriter,
    document_writer,
    try_out,
)
from cairn.cli.recipients import Line, texts_reader
from cairn.cli.results import results_reader
from cairn.errors import CairnError
from cairn.openbadges.parts import Profile
from tests.credentials import ACHIEVEMENT, ISSUER, KEY, METHOD
from tests.moments import MONDAY


@pytest.fixture
def batch(tmp_path):
    given = {"achievement": ACHIEVEMENT, "issuer": Profile(id=ISSUER), "jwk": KEY.to_jwk()}
    return Batch(**given, method=METHOD, at=MONDAY, folder=tmp_path)


def test_a_line_becomes_a_file_that_the_outcome_names(batch):
    outcome = Issuing(batch).outcomes([Line(2, {"email": " Ada@College.example "})])[0]
    document = json.loads((batch.folder / outcome["file"]).read_text())

    assert (outcome["outcome"], outcome["email"]) == ("issued", "ada@college.example")
    assert document["id"] == outcome["credential_id"]
    assert "credentialStatus" not in document


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"email": "ada"}, "is not an e-mail address"),
        ({"email": "a da@college.example"}, "is not an e-mail address"),
        ({"email": "ada@college.example", "valid_until": "soon"}, "is no time"),
        ({"email": "ada@college.example", "valid_until": "2020-01-01"}, "before it begins"),
        ({"email": "ada@college.example", "evidence_url": "a film"}, "not an absolute address"),
    ],
)
@pytest.mark.parametrize("form", list(Form))
def test_a_line_that_cannot_be_issued_leaves_a_reason_and_no_file(batch, cells, why, form):
    changed = {name: getattr(batch, name) for name in Batch.__slots__} | {"form": form}

    outcome = Issuing(Batch(**changed)).outcomes([Line(2, cells)])[0]

    assert outcome["outcome"] == "refused"
    assert why in outcome["detail"]
    assert list(batch.folder.iterdir()) == []


def test_a_batch_can_be_sent_to_another_process(batch):
    assert pickle.loads(pickle.dumps(batch)) == batch


CELLS = {"email": "ada@college.example", "name": "Ada", "valid_until": "2028-03-02"}


def changed(batch, **more):
    return Batch(**{name: getattr(batch, name) for name in Batch.__slots__} | more)


def texts_like(batch, **cells):
    return texts_reader(batch.status_url, batch.suspension_url)(Line(2, CELLS | cells, 7))


@pytest.mark.parametrize("status_url", [None, "https://college.example/status/1"])
@pytest.mark.parametrize("suspension_url", [None, "https://college.example/status/2"])
def test_the_first_and_all_further_ones_have_the_same_bytes(batch, status_url, suspension_url):
    batch = changed(batch, status_url=status_url, suspension_url=suspension_url)
    document_of = document_writer(batch)
    first, later = JsonWriter(batch, document_of), JsonWriter(batch, document_of)
    for _ in range(BEFORE_A_SERIES):
        later.written(texts_like(batch))

    assert first.series == {}
    assert None not in later.series.values()
    for name in ("Bea", "Zoë", "a\tb", '"\\', "x" * 9_000, "Ada"):
        texts = texts_like(batch, name=name)
        assert later.written(texts) == first.written(texts)


def test_the_first_of_each_kind_are_written_by_themselves(batch):
    writer = JsonWriter(batch, document_writer(batch))
    with_name, without = texts_like(batch), texts_like(batch, name="")

    for _ in range(BEFORE_A_SERIES - 1):
        writer.written(with_name)
        writer.written(without)

    assert writer.series == {}
    writer.written(without)
    assert list(writer.series) == [without.kind]


def test_results_are_in_the_credential_and_those_with_the_same_are_a_series(batch, monkeypatch):
    levels = ("Shown alone", "Shown with help")
    cells = [{**CELLS, "result: " + ACHIEVEMENT.result_descriptions[0].id: one} for one in levels]
    results_of = results_reader(ACHIEVEMENT)
    writer, alone = (JsonWriter(batch, document_writer(batch)) for _ in range(2))
    monkeypatch.setattr("cairn.cli.batch.MOST_SERIES", 1)
    for number in range(2 * BEFORE_A_SERIES + 1):
        texts = texts_reader(None, None, results_of)(Line(2, cells[number % 2]))
        data = writer.written(texts)
        reached = json.loads(data)["credentialSubject"]["result"][0]["achievedLevel"]

        assert reached == ACHIEVEMENT.result_descriptions[0].levels[1 - number % 2].id
        assert data == alone._by_itself(texts)
    assert [kind[1][0].achieved_level for kind in writer.series] == [
        ACHIEVEMENT.result_descriptions[0].levels[1].id
    ]
    assert None not in writer.series.values()


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"valid_until": "2020-01-01"}, "before it begins"),
        ({"name": "\ud800"}, "surrogate"),
        ({"evidence_url": "https://college.example/{film}"}, "film"),
    ],
)
def test_a_line_is_refused_in_a_series_as_before_it(batch, cells, why):
    usual = {"name": "Ada", "valid_until": "", "evidence_url": "https://college.example/film"}
    if "valid_until" in cells:
        usual["valid_until"] = "2028-03-02"
    line = Line(2, CELLS | usual | cells)
    later = Issuing(batch)
    *issued, refused = later.outcomes([*[Line(2, CELLS | usual)] * BEFORE_A_SERIES, line])

    assert {one["outcome"] for one in issued} == {"issued"}
    assert [refused] == Issuing(batch).outcomes([line])
    assert why in refused["detail"]


def test_other_cryptosuites_are_signed_one_by_one(batch):
    batch = changed(batch, cryptosuite="eddsa-jcs-2022")
    writer = JsonWriter(batch, document_writer(batch))
    texts = texts_like(batch)

    found = {writer.written(texts) for _ in range(BEFORE_A_SERIES + 1)}

    assert (len(found), writer.series) == (1, {})


def test_an_achievement_with_parts_that_are_alike_is_issued_one_by_one(batch):
    alike = (ACHIEVEMENT.alignments[0], ACHIEVEMENT.alignments[0])
    batch = changed(batch, achievement=replace(ACHIEVEMENT, alignments=alike))
    writer = JsonWriter(batch, document_writer(batch))
    texts = texts_like(batch)

    found = {writer.written(texts) for _ in range(BEFORE_A_SERIES + 1)}

    assert (len(found), list(writer.series.values())) == (1, [None])


@pytest.mark.parametrize("form", list(Form))
def test_a_sound_batch_is_tried_out_without_a_trace(batch, form):
    try_out(replace(batch, form=form, status_url="https://college.example/status/1"))

    assert list(batch.folder.iterdir()) == []


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"achievement": replace(ACHIEVEMENT, id="whiteboards")}, "'whiteboards'"),
        ({"issuer": Profile(id="did:web:college.example")}, "says that did:web:college.example"),
        ({"issuer": Profile(id="college")}, "'college'"),
    ],
)
@pytest.mark.parametrize("form", list(Form))
def test_what_all_of_a_batch_would_be_refused_for_is_told_at_once(batch, wrong, why, form):
    with pytest.raises(CairnError, match=why):
        try_out(replace(batch, form=form, **wrong))
