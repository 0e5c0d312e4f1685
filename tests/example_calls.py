"""What the description of the API says must be sent with a call, made up as small as it may be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

DESCRIPTION = json.loads((Path(__file__).parents[1] / "docs" / "api" / "openapi.json").read_text())
NAMED = {
    "achievements": "achievement_id",
    "issuer_id": None,  # one or the other: an achievement is endorsed
    "manager_id": "membership_id",
    "membership_ids": "membership_id",
    "parent_id": "team_id",
    "role": "role_id",
    "team": "team_id",
}
"""Which id goes where the name of a member does not say it."""
GIVEN = {"email": "one@one.example", "minutes": 10, "time_zone": "Europe/Berlin"}
"""What no description says well enough; given where a member has the name."""
FORMATS = {
    "date": "2031-05-01",
    "date-time": "2031-05-01T10:00:00Z",
    "uri": "https://one.example/",
    "uuid": "01900000-0000-7000-8000-000000000000",
}


def is_call(method: str, path: str) -> bool:
    """Return whether the API has this call."""
    return method in DESCRIPTION["paths"].get(path, {})


def example_call(method: str, path: str, ids: Mapping[str, str]) -> dict[str, Any]:
    """
    Return what Django's test client takes for a call: body and query with all that is required.

    Args:
        path: as the description names it, with `{names}` in it.
        ids: goes wherever something of the API names one of these; required or not.
    """
    call = DESCRIPTION["paths"].get(path, {}).get(method)
    if call is None:
        return {}
    sent = {"query_params": _query(call, ids)} if _query(call, ids) else {}
    forms = call.get("requestBody", {}).get("content", {})
    if "application/json" in forms:
        body = _example(forms["application/json"]["schema"], "", ids)
        return {**sent, "data": json.dumps(body), "content_type": "application/json"}
    if forms:
        return {**sent, "data": {"file": SimpleUploadedFile("x.txt", b"One page of text.")}}
    return sent


def _query(call: dict[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    found = [one for one in call.get("parameters", []) if one["in"] == "query"]
    required = [one for one in found if one.get("required")]
    return {one["name"]: _example(one["schema"], one["name"], ids) for one in required}


def _example(schema: dict[str, Any], name: str, ids: Mapping[str, str]) -> Any:
    if name in GIVEN:
        return GIVEN[name]
    if "$ref" in schema:
        schema = DESCRIPTION["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        return _example(schema["anyOf"][0], name, ids)
    if "enum" in schema:
        return schema["enum"][0]
    key = NAMED.get(name, name)
    match schema.get("type"):
        case "object":
            return _members(schema, ids)
        case "array":
            wanted = bool(schema.get("minItems")) or key in ids
            return [_example(schema["items"], name, ids)] if wanted else []
        case "integer" | "number":
            return max(schema.get("minimum", 0), 0)
        case "boolean":
            return False
    if key in ids:
        return ids[key]
    return FORMATS.get(schema.get("format", ""), "text")


def _members(schema: dict[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    if schema.get("minProperties"):  # needs of a role
        return {ids.get("competency_id", FORMATS["uuid"]): 1}
    required = schema.get("required", [])
    return {
        name: _example(member, name, ids)
        for name, member in schema.get("properties", {}).items()
        if name in required or name in GIVEN or NAMED.get(name, name) in ids
    }
