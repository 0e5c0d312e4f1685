"""
Reading the definition of an achievement or a profile from JSON, member by member.

A member that Cairn does not know is an error: it would be missing from what is signed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from types import NoneType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from cairn.errors import MalformedCredential
from cairn.openbadges.parts import Achievement, Profile
from cairn.openbadges.v3 import check_achievement, member_name

Part = TypeVar("Part")
IGNORED = frozenset({"type", "@context"})


def read_achievement(document: Any) -> Achievement:
    """
    Return the achievement that `document`, an Open Badges 3.0 Achievement, defines.

    Raises:
        MalformedCredential: naming the member that is missing, unknown or of a wrong type.
    """
    achievement = _read(Achievement, document, "achievement")
    check_achievement(achievement)
    return achievement


def read_profile(document: Any) -> Profile:
    """Return the profile that `document` describes; MalformedCredential as above."""
    return _read(Profile, document, "profile")


def _read(kind: type[Part], document: Any, where: str) -> Part:
    if not isinstance(document, Mapping):
        raise MalformedCredential(f"{where} must be an object")
    wanted = _members(kind)
    for name in document:
        if name not in wanted and name not in IGNORED:
            raise MalformedCredential(f"{where}.{name} is not a member that Cairn knows")
    values = {}
    for name, (its, hint) in wanted.items():
        if name in document:
            values[its.name] = _value(hint, document[name], f"{where}.{name}")
        elif its.default is MISSING:
            raise MalformedCredential(f"{where}.{name} is missing")
    return kind(**values)


def _members(kind: Any) -> dict[str, tuple[Field[Any], Any]]:
    hints = get_type_hints(kind)
    its = fields(kind)
    return {member_name(one.name, one.metadata): (one, hints[one.name]) for one in its}


def _value(hint: Any, value: Any, where: str) -> Any:
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise MalformedCredential(f"{where} must be a list")
        inner = get_args(hint)[0]
        return tuple(_value(inner, item, f"{where}[{n}]") for n, item in enumerate(value))
    if NoneType in get_args(hint):
        hint = next(option for option in get_args(hint) if option is not NoneType)
    if get_origin(hint) is Mapping:  # an endorsement: it keeps every member that was signed
        hint = dict
    if is_dataclass(hint):
        assert isinstance(hint, type)
        return _read(hint, value, where)
    if hint is float and isinstance(value, int) and not isinstance(value, bool):
        return value
    if not isinstance(value, hint):
        wanted = {str: "a text", float: "a number", dict: "an object"}.get(hint, hint.__name__)
        raise MalformedCredential(f"{where} must be {wanted}")
    return value
