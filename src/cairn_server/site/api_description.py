"""What the API says of itself: short names of calls, and the one shape of every refusal."""

from __future__ import annotations

from functools import cache
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

PROBLEM = {
    "type": "object",
    "required": ["code", "detail"],
    "properties": {
        "code": {"type": "string", "description": "Stable: a promise to programs"},
        "detail": {"type": "string", "description": "What is wrong and how to mend it"},
        "errors": {
            "type": "array",
            "description": "One for each value that is invalid",
            "items": {
                "type": "object",
                "required": ["where", "code", "detail"],
                "properties": {
                    "where": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}
REFUSAL = {
    "description": "Refused",
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class DescribedApi(NinjaAPI):
    """An API whose description names each call once and states how it refuses."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of the function, so that clients made from it read well."""
        return str(operation.view_func.__name__)

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description, made once: nothing that it tells changes while we run."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        return self._described_under(prefix)

    @cache  # noqa: B019  # there is one API, as long as the process
    def _described_under(self, prefix: str) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=prefix)
        schema.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
        for calls in schema["paths"].values():
            for call in calls.values():
                call["responses"].setdefault("4XX", REFUSAL)
        return schema
