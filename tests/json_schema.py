"""The part of JSON Schema 2019-09 that the schemas of 1EdTech use, as a list of complaints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "number": (int, float),
}
DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def complaints(schema: dict[str, Any], value: Any) -> list[str]:
    """Return what `schema` has against `value`; nothing if it is valid."""
    return list(_check(schema, value, schema, "$"))


def _check(schema: dict[str, Any], value: Any, root: dict[str, Any], at: str) -> Iterator[str]:
    if "$ref" in schema:
        yield from _check(root["$defs"][schema["$ref"].rpartition("/")[2]], value, root, at)
    kind = schema.get("type")
    if kind and (not isinstance(value, TYPES[kind]) or (kind == "number" and value is True)):
        yield f"{at} is not of type {kind}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at} is none of {schema['enum']}"
    for part in schema.get("allOf", []):
        yield from _check(part, value, root, at)
    if "oneOf" in schema:
        fitting = [part for part in schema["oneOf"] if not list(_check(part, value, root, at))]
        if len(fitting) != 1:
            yield f"{at} fits {len(fitting)} of the alternatives, not 1"
    if "anyOf" in schema and all(list(_check(part, value, root, at)) for part in schema["anyOf"]):
        yield f"{at} fits none of the alternatives"
    if isinstance(value, str):
        yield from _check_text(schema, value, at)
    if isinstance(value, list):
        yield from _check_list(schema, value, root, at)
    if isinstance(value, dict):
        yield from _check_object(schema, value, root, at)


def _check_text(schema: dict[str, Any], value: str, at: str) -> Iterator[str]:
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{at} does not match {schema['pattern']}"
    if schema.get("format") == "date-time" and not DATE_TIME.fullmatch(value):
        yield f"{at} is not a date and time with a zone"


def _check_list(
    schema: dict[str, Any], value: list[Any], root: dict[str, Any], at: str
) -> Iterator[str]:
    if len(value) < schema.get("minItems", 0):
        yield f"{at} has too few items"
    wanted = schema.get("contains")
    if wanted and all(list(_check(wanted, item, root, at)) for item in value):
        yield f"{at} lacks an item of {wanted}"
    items = schema.get("items", {})
    for number, item in enumerate(value):
        part = items
        if isinstance(items, list):
            part = items[number] if number < len(items) else schema.get("additionalItems", {})
        yield from _check(part, item, root, f"{at}[{number}]")


def _check_object(
    schema: dict[str, Any], value: dict[str, Any], root: dict[str, Any], at: str
) -> Iterator[str]:
    known = schema.get("properties", {})
    for name in schema.get("required", []):
        if name not in value:
            yield f"{at}.{name} is missing"
    for name, member in value.items():
        if name in known:
            yield from _check(known[name], member, root, f"{at}.{name}")
        elif schema.get("additionalProperties") is False:
            yield f"{at}.{name} is not allowed"
