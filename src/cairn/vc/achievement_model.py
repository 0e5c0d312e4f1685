"""
The shape of Open Badges 3.0 credentials: every member of its kind, every reference resolved.

Members that no class has are not judged here: a context defines them or
`cairn.vc.jsonld` refuses them. A lone value is read where several may stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from cairn.errors import MalformedCredential
from cairn.vc.achievement_shapes import CLOSED, EXTENSIBLE, SHAPES, WORDS, Shape
from cairn.vc.members import OBJECTS, listed, types_of
from cairn.vc.model import Violation, is_name, is_url, is_version_1
from cairn.vc.moments import read_moment

_SUBJECTS = {
    "AchievementCredential": "AchievementSubject",
    "OpenBadgeCredential": "AchievementSubject",
    "EndorsementCredential": "EndorsementSubject",
    "ClrCredential": "ClrSubject",
}
_SCHEMA_VALIDATOR = "1EdTechJsonSchemaValidator2019"
_NAMED = {"EndorsementCredential", "ClrCredential"}


def achievement_violations(document: Mapping[str, Any]) -> list[Violation]:
    """
    Return what is wrong with the shape of an Open Badges 3.0 or CLR 2.0 credential.

    A credential of another type has no such shape and is not judged: empty.
    """
    kinds = [kind for kind in types_of(document) if kind in _SUBJECTS]
    if not kinds:
        return []
    found = [
        *_node(document, SHAPES["Credential"], "", ""),
        *_name_required(document, kinds[0]),
        *_start_required(document, kinds[0]),
        *_subjects(document, kinds[0]),
    ]
    return (
        [_as_schema_judges(violation) for violation in found] if _names_schema(document) else found
    )


def _names_schema(document: Mapping[str, Any]) -> bool:
    schemas = listed(document.get("credentialSchema"))
    return any(_SCHEMA_VALIDATOR in types_of(schema) for schema in schemas)


def _as_schema_judges(violation: Violation) -> Violation:
    """Take back the tolerance for what the schema refuses that the issuer asks us to apply."""
    refused = violation.code in {"member_invalid", "word_unknown"}
    return replace(violation, tolerable=violation.tolerable and not refused)


def _name_required(document: Mapping[str, Any], kind: str) -> Iterator[Violation]:
    if kind in _NAMED and "name" not in document:
        yield Violation("member_missing", "name", f"is required in {kind}")


def _start_required(document: Mapping[str, Any], kind: str) -> Iterator[Violation]:
    """Version 1.1 of the data model has `issuanceDate` instead, see `cairn.vc.model`."""
    if not is_version_1(document) and "validFrom" not in document:
        yield Violation("member_missing", "validFrom", f"is required in {kind}")


def _subjects(document: Mapping[str, Any], kind: str) -> Iterator[Violation]:
    subject_class = _SUBJECTS[kind]
    for subject in listed(document.get("credentialSubject")):
        yield from _value(subject, subject_class, "credentialSubject")
        if not isinstance(subject, Mapping):
            continue
        if subject_class == "AchievementSubject" and not {"id", "identifier"} & subject.keys():
            text = "must have id or identifier, or nobody can tell whose achievement it is"
            yield Violation("subject_unidentified", "credentialSubject", text, tolerable=True)
        yield from result_violations(subject)
        if subject_class == "ClrSubject":
            yield from _held(subject.get("verifiableCredential"))


def _held(credentials: Any) -> Iterator[Violation]:
    """Find what a record holds and no verifier would judge by itself."""
    where, found = "credentialSubject.verifiableCredential", listed(credentials)
    if credentials is not None and not found:
        yield Violation("member_missing", where, "must hold at least one credential")
    for number, credential in enumerate(found):
        if not isinstance(credential, OBJECTS):
            text = "must be a credential; a JWT stands there in its envelope"
            yield Violation("member_invalid", f"{where}[{number}]", text)


def _node(node: Mapping[str, Any], shape: Shape, name: str, where: str) -> list[Violation]:
    found = [
        Violation("member_missing", where + member, f"is required in {name or 'it'}")
        for member in shape.required
        if member not in node
    ]
    if shape.typed and name not in types_of(node):
        found.append(Violation("type_missing", f"{where}type", f"must contain {name}"))
    for member, value in node.items():
        kind = shape.members.get(member)
        if kind is not None:
            found += _values(value, kind, where + member)
        elif shape.closed and member != "type":
            found.append(Violation("member_unknown", where + member, f"is no member of {name}"))
    return found


def _values(value: Any, kind: str, where: str) -> Iterable[Violation]:
    name = kind.rstrip("*")
    if not isinstance(value, list) or name == "name":
        return _value(value, name, where)
    if kind == name:
        return [Violation("member_invalid", where, "must be one value, not a list")]
    return [
        violation
        for number, item in enumerate(value)
        for violation in _value(item, name, f"{where}[{number}]")
    ]


def _value(value: Any, kind: str, where: str) -> Iterable[Violation]:
    plain = _PLAIN.get(kind)
    if plain is not None:
        if plain(value):
            return ()
        return [Violation("member_invalid", where, f"must be a {kind}, not {str(value)[:60]!r}")]
    if kind in WORDS:
        return _word(value, kind, where)
    if isinstance(value, OBJECTS):
        return _node(value, SHAPES[kind], kind, where + ".")
    if kind == "Profile" and is_url(value):
        return ()
    # Version 3.0.0 drafts had pictures as plain addresses, and many still do.
    plain_image = kind == "Image" and is_url(value)
    text = f"must be an object of type {kind}"
    return [Violation("member_invalid", where, text, tolerable=plain_image)]


def _word(value: Any, kind: str, where: str) -> Iterator[Violation]:
    if not isinstance(value, str):
        yield Violation("member_invalid", where, f"must be a text, not {str(value)[:60]!r}")
    elif value not in WORDS[kind] and not (kind in EXTENSIBLE and value.startswith("ext:")):
        text = f"{value[:60]!r} is no {kind} of Open Badges 3.0"
        yield Violation("word_unknown", where, text, tolerable=kind not in CLOSED)


def result_violations(subject: Mapping[str, Any]) -> Iterator[Violation]:
    """Find results that point at no result description, or at a level that it lacks."""
    achievement = subject.get("achievement")
    if not isinstance(achievement, Mapping):
        return
    described = result_descriptions(achievement)
    for number, result in enumerate(listed(subject.get("result"))):
        if isinstance(result, Mapping) and isinstance(result.get("resultDescription"), str):
            where = f"credentialSubject.result[{number}]"
            yield from _result(result, described.get(result["resultDescription"]), where)


def result_descriptions(achievement: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the result descriptions of an achievement by their ids."""
    return {
        entry["id"]: entry
        for entry in listed(achievement.get("resultDescription"))
        if isinstance(entry, Mapping) and isinstance(entry.get("id"), str)
    }


def levels_of(description: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids of the levels of a result description."""
    return frozenset(
        level["id"]
        for level in listed(description.get("rubricCriterionLevel"))
        if isinstance(level, Mapping) and isinstance(level.get("id"), str)
    )


def _result(
    result: Mapping[str, Any], description: Mapping[str, Any] | None, where: str
) -> Iterator[Violation]:
    if description is None:
        text = "names no result description of the achievement"
        yield Violation("result_unresolved", f"{where}.resultDescription", text, tolerable=True)
        return
    achieved = result.get("achievedLevel")
    if isinstance(achieved, str) and achieved not in levels_of(description):
        text = "names no level of its result description"
        yield Violation("result_unresolved", f"{where}.achievedLevel", text, tolerable=True)
    if description.get("resultType") == "Status" and "status" not in result:
        text = "is required where the result description is about a status"
        yield Violation("result_status_missing", f"{where}.status", text, tolerable=True)


def _is_moment(value: Any) -> bool:
    try:
        read_moment(value)
    except MalformedCredential:
        return False
    return True


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_PLAIN: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "name": is_name,
    "url": is_url,
    "moment": _is_moment,
    "day": _is_day,
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
}
