"""The description of the API is kept beside the code, so that every change of it is seen."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

from django.core.management import call_command

KEPT = Path(__file__).parents[5] / "docs/api/openapi.json"


def test_what_is_kept_is_what_the_api_says():
    out = StringIO()
    call_command("openapi", stdout=out)

    assert json.loads(KEPT.read_text()) == json.loads(out.getvalue()), (
        "The API has changed. Look at the change, then renew the file: "
        "cairn-server openapi > docs/api/openapi.json"
    )


def test_the_address_and_the_command_say_the_same(client, db):
    out = StringIO()
    call_command("openapi", stdout=out)

    assert client.get("/api/v1/openapi.json").json() == json.loads(out.getvalue())
