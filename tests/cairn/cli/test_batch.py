from __future__ import annotations

import json
import pickle

import pytest

from cairn.cli.batch import Batch, Form, Issuing, Line
from cairn.openbadges.parts import Profile
from tests.credentials import ACHIEVEMENT, ISSUER, KEY, METHOD
from tests.moments import MONDAY


@pytest.fixture
def batch(tmp_path):
    given = {"achievement": ACHIEVEMENT, "issuer": Profile(id=ISSUER), "jwk": KEY.to_jwk()}
    return Batch(**given, method=METHOD, at=MONDAY, folder=tmp_path)


def test_a_line_becomes_a_file_that_the_outcome_names(batch):
    outcome = Issuing(batch).outcome(Line(2, {"email": " Ada@College.example "}))
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
    ],
)
@pytest.mark.parametrize("form", list(Form))
def test_a_line_that_cannot_be_issued_leaves_a_reason_and_no_file(batch, cells, why, form):
    changed = {name: getattr(batch, name) for name in Batch.__slots__} | {"form": form}

    outcome = Issuing(Batch(**changed)).outcome(Line(2, cells))

    assert outcome["outcome"] == "refused"
    assert why in outcome["detail"]
    assert list(batch.folder.iterdir()) == []


def test_a_batch_can_be_sent_to_another_process(batch):
    assert pickle.loads(pickle.dumps(batch)) == batch
