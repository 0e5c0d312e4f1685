"""The page of all calls: drawn from the description, by nothing but our own server."""

from __future__ import annotations

import pytest

from cairn_server.site.api import api
from cairn_server.site.api_reference import Member, calls_by_tag

DOCUMENT = {
    "paths": {
        "/api/v1/sessions/{session_id}": {
            "get": {
                "operationId": "get_session",
                "description": "Return one session.",
                "tags": ["sessions"],
                "security": [{"Bearer": []}],
                "parameters": [
                    {
                        "name": "session_id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string", "format": "uuid"},
                    }
                ],
                "responses": {
                    "4XX": {"description": "Refused"},
                    200: {
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Out"}}
                        }
                    },
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Out": {
                "properties": {
                    "id": {"type": "string", "format": "uuid"},
                    "rows": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}},
                },
                "required": ["id"],
            },
            "Row": {"properties": {"state": {"enum": ["open", "met"], "description": "So far"}}},
        }
    },
}


def test_a_call_is_shown_with_what_it_takes_and_gives():
    [call] = calls_by_tag(DOCUMENT)["sessions"]

    assert (call.method, call.scope, call.status) == ("GET", "learning:read", "200")
    assert call.parameters == (Member("session_id (path)", "uuid", True, ""),)
    assert call.answer == (
        Member("id", "uuid", True, "", 0),
        Member("rows", "list of object", False, "", 0),
        Member("state", "open | met", False, "So far", 1),
    )


@pytest.mark.django_db
def test_every_call_has_its_place_on_the_page_without_a_script_of_others(client):
    page = client.get("/api/v1/docs").content.decode()

    for path in api.get_openapi_schema()["paths"]:
        assert path in page
    assert "cdn" not in page
    assert 'lang="en"' in page
