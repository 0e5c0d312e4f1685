"""The page that shows every call of the API, drawn from what the API says of itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase

from cairn_server.accounts.scopes import scope_of

MOST_DEEP = 4  # levels of an answer that are shown
NOBODY = "0" * 8 + "-0000-0000-0000-" + "0" * 12


@dataclass(frozen=True, slots=True)
class Member:
    """A parameter, or a member of a body or an answer; `depth` is how far it is indented."""

    name: str
    kind: str
    is_required: bool
    description: str
    depth: int = 0

    @property
    def indent(self) -> range:
        return range(self.depth)


@dataclass(frozen=True, slots=True)
class Call:
    """One call: who may make it, what it takes, what it answers."""

    id: str
    method: str
    path: str
    summary: str
    scope: str  # that a token needs; empty where anybody may call
    parameters: tuple[Member, ...]
    body: tuple[Member, ...]
    status: str
    answer: tuple[Member, ...]


class ApiReference(DocsBase):
    """What django-ninja shows at `/api/v1/docs`."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        groups = calls_by_tag(api.get_openapi_schema(path_params=kwargs))
        return render(request, "site/api_reference.html", {"groups": groups})


def calls_by_tag(schema: Mapping[str, Any]) -> dict[str, list[Call]]:
    """Return every call that an OpenAPI document describes, by its tag, in its order."""
    groups: dict[str, list[Call]] = {}
    models = schema.get("components", {}).get("schemas", {})
    for path, calls in schema["paths"].items():
        for method, call in calls.items():
            tag = next(iter(call.get("tags", [])), "")
            groups.setdefault(tag, []).append(_call(method.upper(), path, call, models))
    return groups


def _call(method: str, path: str, call: Mapping[str, Any], models: Mapping[str, Any]) -> Call:
    status, answer = min(call["responses"].items(), key=lambda pair: str(pair[0]))
    scope = scope_of(path.replace("{organisation_id}", NOBODY), method)
    return Call(
        id=call["operationId"],
        method=method,
        path=path,
        summary=call.get("description") or call.get("summary", ""),
        scope=(scope or "") if "security" in call else "",
        parameters=tuple(_parameter(one) for one in call.get("parameters", [])),
        body=tuple(_members(_content(call.get("requestBody", {})), models)),
        status=str(status),
        answer=tuple(_members(_content(answer), models)),
    )


def _parameter(one: Mapping[str, Any]) -> Member:
    schema = one.get("schema", {})
    description = one.get("description") or schema.get("description", "")
    name = f"{one['name']} ({one['in']})"
    return Member(name, _kind(schema), bool(one.get("required")), description)


def _content(described: Mapping[str, Any]) -> Mapping[str, Any]:
    content: Mapping[str, Any] = described.get("content", {})
    for body in content.values():
        schema: Mapping[str, Any] = body.get("schema", {})
        return schema
    return {}


def _members(
    schema: Mapping[str, Any], models: Mapping[str, Any], depth: int = 0
) -> Iterator[Member]:
    model = _model(schema, models)
    required = model.get("required", ())
    for name, one in model.get("properties", {}).items():
        is_required = name in required
        yield Member(name, _kind(one), is_required, one.get("description", ""), depth)
        if depth < MOST_DEEP:
            yield from _members(one, models, depth + 1)


def _model(schema: Mapping[str, Any], models: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the object that a schema means: itself, what it points to, what a list holds."""
    if "$ref" in schema:
        found: Mapping[str, Any] = models.get(str(schema["$ref"]).rpartition("/")[2], {})
        return found
    for choice in (*schema.get("anyOf", ()), *schema.get("allOf", ())):
        if model := _model(choice, models):
            return model
    if "items" in schema:
        return _model(schema["items"], models)
    return schema if "properties" in schema else {}


def _kind(schema: Mapping[str, Any]) -> str:
    """Return what a value is, in a word or two."""
    if "enum" in schema:
        return " | ".join(str(one) for one in schema["enum"])
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return " | ".join(dict.fromkeys(_kind(one) for one in choices))
    if "items" in schema:
        return f"list of {_kind(schema['items'])}"
    if "$ref" in schema or "allOf" in schema:
        return "object"
    return str(schema.get("format") or schema.get("type") or "any")
