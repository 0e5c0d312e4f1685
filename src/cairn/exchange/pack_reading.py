"""Reading a content pack from a folder or an archive; all that is wrong is said at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from cairn.errors import InputError, MalformedInput, PackInvalid
from cairn.exchange.pack import (
    FORMAT,
    MEDIA_ENDINGS,
    Attribution,
    Finding,
    Pack,
    PackMedia,
)
from cairn.exchange.pack_files import pack_files
from cairn.exchange.pack_parts import (
    read_achievement,
    read_gathering,
    read_questions,
    read_quiz,
    read_rubric,
    read_task,
    read_unit,
)
from cairn.psychometrics.members import Members
from cairn.psychometrics.questions import Question
from cairn.reading import read_yaml

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MEDIA_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_TOP_LEVEL = re.compile(r"(README|LICEN[CS]E|NOTICE|CHANGELOG)(\.(md|txt))?", re.IGNORECASE)
_ENDINGS = {
    "achievements": ".md",
    "units": ".md",
    "questions": ".yaml",
    "tasks": ".md",
    "rubrics": ".yaml",
    "quizzes": ".yaml",
    "gatherings": ".md",
}
_T = TypeVar("_T")


def read_pack(source: Path | bytes) -> Pack:
    """
    Return the pack in a folder, a zip file, or the bytes of one.

    What the parts mean for one another is not looked at: that is `pack_checking.check`.

    Raises:
        PackInvalid: with all findings, if a file cannot be read as what it should be.
        MalformedInput, InputTooLarge, UnsafeContent: if the folder or archive as a whole is
            refused (see `pack_files`).
    """
    return read_files(pack_files(source))


def read_files(files: Mapping[str, bytes]) -> Pack:
    """
    Return the pack that these files make, relative name -> content.

    Raises:
        PackInvalid: with all findings.
    """
    reader = _Reader(files)
    pack = reader.read()
    if reader.findings or pack is None:
        raise PackInvalid(summary_of(reader.findings), reader.findings)
    return pack


def summary_of(findings: list[Finding]) -> str:
    """Return the first few findings as one sentence each."""
    shown = [f"{one.where}: {one.detail}" for one in findings[:3]]
    more = f" (and {len(findings) - 3} more)" if len(findings) > 3 else ""
    return "The pack has errors. " + "; ".join(shown) + more


class _Reader:
    """Reads file by file and keeps what went wrong."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.findings: list[Finding] = []
        self._files = files

    def read(self) -> Pack | None:
        self._refuse_strangers()
        questions = self._questions()
        parts: dict[str, tuple[Any, ...]] = {
            "achievements": self._each("achievements", read_achievement),
            "units": self._each(
                "units", lambda id, data: read_unit(id, data, questions.pop(id, ()))
            ),
            "tasks": self._each("tasks", read_task),
            "rubrics": self._each("rubrics", read_rubric),
            "quizzes": self._each("quizzes", read_quiz),
            "gatherings": self._each("gatherings", read_gathering),
            "media": self._media(),
        }
        for stray in questions:
            self._found(f"questions/{stray}.yaml", "unknown_unit", f"there is no unit {stray}")
        return self._try("pack.yaml", lambda: _pack(self._manifest(), parts))

    def _media(self) -> tuple[PackMedia, ...]:
        return tuple(
            PackMedia(name.removeprefix("media/"), data)
            for name, data in sorted(self._files.items())
            if name.startswith("media/")
        )

    def _manifest(self) -> bytes:
        if "pack.yaml" not in self._files:
            raise MalformedInput("there is no pack.yaml: it holds id, title, language and licence")
        return self._files["pack.yaml"]

    def _refuse_strangers(self) -> None:
        for name in self._files:
            folder, _, file = name.partition("/")
            if not file:
                is_known = name == "pack.yaml" or bool(_TOP_LEVEL.fullmatch(name))
            elif folder == "media":
                is_known = bool(_MEDIA_NAME.fullmatch(file)) and _ending(file) in MEDIA_ENDINGS
            else:
                is_known = folder in _ENDINGS and self._is_part(file, _ENDINGS[folder])
            if not is_known:
                self._found(name, "unknown_file", "a pack has no such file; see the format")

    def _is_part(self, file: str, ending: str) -> bool:
        id = file.removesuffix(ending)
        return file.endswith(ending) and len(id) <= 80 and bool(_ID.fullmatch(id))

    def _each(self, folder: str, read: Callable[[str, bytes], _T]) -> tuple[_T, ...]:
        parts = [self._try(name, partial(read, id, data)) for name, id, data in self._in(folder)]
        return tuple(part for part in parts if part is not None)

    def _in(self, folder: str) -> list[tuple[str, str, bytes]]:
        """Return name, id and content of the parts of a kind, in the order of their ids."""
        ending = _ENDINGS[folder]
        parts = [
            (name, name.removeprefix(f"{folder}/").removesuffix(ending), data)
            for name, data in self._files.items()
            if name.startswith(f"{folder}/") and self._is_part(name.partition("/")[2], ending)
        ]
        return sorted(parts, key=lambda part: part[1])

    def _questions(self) -> dict[str, tuple[Question, ...]]:
        found = {}
        for name, id, data in self._in("questions"):
            questions, findings = read_questions(name, data)
            found[id] = questions
            self.findings += findings
        return found

    def _try(self, where: str, read: Callable[[], _T]) -> _T | None:
        try:
            return read()
        except InputError as error:
            self._found(where, error.code, str(error))
            return None

    def _found(self, where: str, code: str, detail: str) -> None:
        self.findings.append(Finding(where, code, detail))


def _ending(file: str) -> str:
    return file.rpartition(".")[2]


def _pack(data: bytes, parts: Mapping[str, tuple[Any, ...]]) -> Pack:
    allowed = ["pack", "id", "title", "language", "licence", "publisher", "version", "summary"]
    members = Members(read_yaml(data), "pack", [*allowed, "attributions"])
    if members.value("pack") is True or members.value("pack") != FORMAT:
        raise MalformedInput(f"pack.pack: must be {FORMAT}, the format of packs read here")
    id = members.text("id")
    if not _ID.fullmatch(id) or len(id) > 80:
        raise MalformedInput("pack.id: must be lower-case words joined by -")
    return Pack(
        id=id,
        title=members.text("title"),
        language=members.text("language"),
        licence=members.text("licence"),
        publisher=members.text("publisher"),
        version=members.text("version"),
        summary=members.text("summary", ""),
        attributions=tuple(_attribution(*entry) for entry in members.entries("attributions")),
        **parts,
    )


def _attribution(json: object, where: str) -> Attribution:
    members = Members(json, where, ["name", "licence", "url"])
    return Attribution(members.text("name"), members.text("licence", ""), members.text("url", ""))
