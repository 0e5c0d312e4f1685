"""
A pack while it is being written: its parts by the names of their files, complete or not.

A part is the mapping that its YAML or front matter states; a Markdown part has its text in
`body`. Anything may be missing or of a wrong type: `read_draft` says what still is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cairn.errors import PackInvalid
from cairn.exchange.pack import FORMAT, Finding, Pack
from cairn.exchange.pack_checking import check
from cairn.exchange.pack_reading import read_files
from cairn.exchange.pack_writing import written_files
from cairn.reading import read_yaml

Part = dict[str, Any]
Parts = dict[str, Part]

MANIFEST = "pack.yaml"
BODY = "body"

_NEEDED: dict[str, tuple[str, ...]] = {
    "pack.yaml": ("id", "title", "language", "licence", "publisher", "version"),
    "achievements": ("title", "kind", "requirements"),
    "units": ("title", "minutes"),
    "tasks": ("title", "minutes", "promised_days", "rubric", "parts"),
    "rubrics": ("title", "criteria"),
    "quizzes": ("title", "minutes", "cut_score", "blueprint", "pool"),
    "gatherings": ("title", "kind", "minutes"),
}
_NEEDED_OF_QUESTIONS = ("kind", "prompt")
_NUMBERED = re.compile(r"questions\[(\d+)\]\.?")
_BREAKS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "\x85\u2028\u2029\ufeff"}


def parts_of(pack: Pack) -> Parts:
    """Return the parts of a complete pack; its media are not among them."""
    files = written_files(pack)
    return {name: _part(name, files[name]) for name in files if not name.startswith("media/")}


def _part(name: str, data: bytes) -> Part:
    text = data.decode()
    if name.endswith(".yaml"):
        return dict(read_yaml(text))
    front, _, body = text.removeprefix("---\n").partition("\n---\n")
    return {**read_yaml(f"{front}\n"), BODY: body.strip("\n")}


def files_of(parts: Mapping[str, Part]) -> dict[str, bytes]:
    """Return the files that the parts make: relative name -> content."""
    return {name: _file(name, part) for name, part in parts.items()}


def _file(name: str, part: Part) -> bytes:
    if name.endswith(".yaml"):
        return _yaml(part).encode()
    front = {member: value for member, value in part.items() if member != BODY}
    return f"---\n{_yaml(front)}\n---\n{part.get(BODY, '')}\n".encode()


def _yaml(value: Part) -> str:
    """Return one line of JSON, which is YAML once the line breaks that JSON knows not are told."""
    return json.dumps(value, ensure_ascii=False).translate(_BREAKS)


def read_draft(
    parts: Mapping[str, Part], media: Iterable[str] | Mapping[str, bytes] = ()
) -> tuple[Pack | None, list[Finding]]:
    """
    Return the pack that the parts make, None while they make none, and all that is wrong.

    Args:
        media: the files that cards name; where only names are given the pack has empty files.
    """
    contents = dict(media) if isinstance(media, Mapping) else dict.fromkeys(media, b"")
    missing = list(_missing(parts))
    files = files_of(parts) | {f"media/{name}": data for name, data in contents.items()}
    try:
        pack = read_files(files)
    except PackInvalid as error:
        told = {one.where for one in missing}
        placed = (_placed(one, parts) for one in error.findings)
        return None, missing + [one for one in placed if one.where not in told]
    return pack, missing or check(pack)


def _missing(parts: Mapping[str, Part]) -> Iterator[Finding]:
    """Yield what every part of its kind needs and this one lacks, before anybody reads it."""
    for name, part in parts.items():
        folder = name.partition("/")[0]
        if folder == "questions":
            yield from _missing_of_questions(name, part)
        for member in _NEEDED.get(folder, ()):
            if part.get(member) in (None, "", [], {}):
                yield Finding(name, "missing", f"{member.replace('_', ' ')} is missing")


def _missing_of_questions(name: str, part: Part) -> Iterator[Finding]:
    for question in questions_of(part):
        for member in _NEEDED_OF_QUESTIONS:
            if not question.get(member):
                yield Finding(f"{name} {question.get('id')}", "missing", f"{member} is missing")


def questions_of(part: Part | None) -> list[Part]:
    """Return the questions of a part `questions/<unit>.yaml`; none if there is no such part."""
    entries = (part or {}).get("questions", [])
    return [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []


def _placed(finding: Finding, parts: Mapping[str, Part]) -> Finding:
    """Say of a question that cannot be read which it is rather than the how manieth."""
    match = _NUMBERED.match(finding.detail)
    questions = questions_of(parts.get(finding.where))
    if match is None or int(match[1]) >= len(questions):
        return finding
    id = questions[int(match[1])].get("id")
    detail = finding.detail[match.end() :].lstrip(": ")
    return Finding(f"{finding.where} {id}", finding.code, detail, finding.severity)


def ids_of(parts: Iterable[str], folder: str) -> list[str]:
    """Return the ids of the parts of a kind (`units`, `tasks`, …), in alphabetic order."""
    names = (name for name in sorted(parts) if name.startswith(f"{folder}/"))
    return [name.removeprefix(f"{folder}/").rpartition(".")[0] for name in names]


def name_of(folder: str, id: str) -> str:
    """Return the name of the part with this id: `units`, `asking` -> `units/asking.md`."""
    ending = ".yaml" if folder in ("questions", "rubrics", "quizzes") else ".md"
    return f"{folder}/{id}{ending}"


def manifest(*, id: str, title: str, language: str, licence: str, publisher: str) -> Part:
    """Return the part `pack.yaml` of a new pack."""
    return {
        "pack": FORMAT,
        "id": id,
        "title": title,
        "language": language,
        "licence": licence,
        "publisher": publisher,
        "version": "1.0",
    }
