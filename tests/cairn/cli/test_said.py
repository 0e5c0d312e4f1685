from __future__ import annotations

import json
from dataclasses import fields

from cairn.cli.said import Form, Identifier, Party, Recipient, Said, to_json


def test_as_json_every_member_is_there_at_every_depth():
    inner = Said(kind=Form.ENDORSEMENT, issuer=Party(id="did:web:a.example"))
    told = json.loads(json.dumps(to_json(Said(kind=Form.PRESENTATION, inside=(inner,)))))

    names = {one.name for one in fields(Said)}
    assert (told["kind"], told["issuer"], told["status"]) == ("presentation", None, [])
    assert set(told) == set(told["inside"][0]) == names
    assert told["inside"][0]["issuer"] == {"id": "did:web:a.example", "name": None}


def test_what_is_not_said_of_a_hash_is_null_and_not_false():
    recipient = Recipient(identifiers=(Identifier(value="x"),))

    assert to_json(recipient)["identifiers"] == [{"type": None, "value": "x", "hashed": None}]
