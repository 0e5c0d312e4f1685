"""Writing a content pack so that people can read it and git can compare it."""

from __future__ import annotations

import re
import zipfile
from dataclasses import fields
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml

from cairn.errors import MalformedInput
from cairn.exchange.pack import (
    FORMAT,
    Card,
    CardKind,
    Pack,
    PackAchievement,
    PackGathering,
    PackQuiz,
    PackTask,
    PackUnit,
)
from cairn.exchange.pack_reading import read_files
from cairn.pathways.requirement import to_json

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*([ -][A-Za-z0-9]+)*")
_RESERVED = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
_LINE_WIDTH = 100
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def write_pack(pack: Pack, folder: Path) -> None:
    """
    Write the pack into `folder`, which is made if need be and must be empty.

    Raises:
        MalformedInput: if the folder is not empty, or something in the pack cannot be written
            so that it reads as the same; nothing is written then.
    """
    files = written_files(pack)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise MalformedInput(f"{folder} is not empty: choose a new folder")
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


def pack_archive(pack: Pack) -> bytes:
    """Return the pack as a zip archive; the same pack gives the same bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(written_files(pack).items()):
            member = zipfile.ZipInfo(name, _ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o100644 << 16
            archive.writestr(member, data)
    return buffer.getvalue()


def written_files(pack: Pack) -> dict[str, bytes]:
    """
    Return the files of the pack: relative name -> content.

    Raises:
        MalformedInput: if they would not read as the same pack, as with a card that holds a line
            of three dashes.
    """
    texts = {"pack.yaml": _yaml(_manifest(pack))}
    for achievement in pack.achievements:
        texts[f"achievements/{achievement.id}.md"] = _achievement(achievement)
    for unit in pack.units:
        texts[f"units/{unit.id}.md"] = _unit(unit)
        if unit.questions:
            questions = [question.to_json() for question in unit.questions]
            texts[f"questions/{unit.id}.yaml"] = _yaml({"questions": questions})
    for task in pack.tasks:
        texts[f"tasks/{task.id}.md"] = _task(task)
    for rubric in pack.rubrics:
        texts[f"rubrics/{rubric.id}.yaml"] = _yaml(rubric.rubric.to_json())
    for quiz in pack.quizzes:
        texts[f"quizzes/{quiz.id}.yaml"] = _quiz(quiz)
    for gathering in pack.gatherings:
        texts[f"gatherings/{gathering.id}.md"] = _gathering(gathering)
    files = {name: text.encode() for name, text in texts.items()}
    files.update({f"media/{media.name}": media.data for media in pack.media})
    if read_files(files) != pack:
        raise MalformedInput(f"the pack {pack.id} holds something that the format cannot express")
    return files


def _manifest(pack: Pack) -> dict[str, Any]:
    names = ("id", "title", "language", "licence", "publisher", "version", "summary")
    return {
        "pack": FORMAT,
        **{name: value for name in names if (value := getattr(pack, name))},
        **_stated(pack, "attributions"),
    }


def _achievement(achievement: PackAchievement) -> str:
    names = [field.name for field in fields(achievement)]
    front = _stated(achievement, *(n for n in names if n not in ("id", "requirements", "about")))
    front["requirements"] = to_json(achievement.requirements)
    return _page(front, achievement.about)


def _unit(unit: PackUnit) -> str:
    front = _stated(unit, "title", "minutes", "outcomes", "after", "order", "resources")
    return _page(front, "\n---\n".join(_card(card) for card in unit.cards))


def _card(card: Card) -> str:
    if card.kind is CardKind.QUESTION:
        return f"?: {card.question}"
    if card.kind is CardKind.TEXT:
        return card.text
    line = f"!: {card.media} | {card.caption}" if card.caption else f"!: {card.media}"
    return "\n\n".join(part for part in (card.text, line, card.text_after) if part)


def _task(task: PackTask) -> str:
    front = _stated(task, "title", "minutes", "promised_days", "rubric", "parts")
    return _page(front, task.instructions)


def _quiz(quiz: PackQuiz) -> str:
    names = ("title", "instructions", "minutes", "cut_score", "attempts", "wait_hours")
    return _yaml(_stated(quiz, *names, "blueprint", "pool"))


def _gathering(gathering: PackGathering) -> str:
    return _page(_stated(gathering, "title", "kind", "minutes"), gathering.summary)


def _page(front: dict[str, Any], body: str) -> str:
    return f"---\n{_yaml(front)}---\n{body}\n"


def _stated(value: Any, *names: str) -> dict[str, Any]:
    """Return the members that differ from their defaults, nested values as mappings."""
    defaults = {field.name: field.default for field in fields(value)}
    members = {name: getattr(value, name) for name in names or defaults}
    return {name: _plain(one) for name, one in members.items() if one != defaults[name]}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return _stated(value) if hasattr(value, "__dataclass_fields__") else value


class _Dumper(yaml.SafeDumper):
    """Texts stay texts: everything that is not a plain word is quoted."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text_node(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _RESERVED
    style = None if is_plain else "|" if "\n" in text else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style=style)


_Dumper.add_representer(str, _text_node)
_Dumper.add_multi_representer(str, _text_node)  # words of an enumeration


def _yaml(value: dict[str, Any]) -> str:
    text: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_LINE_WIDTH
    )
    return text
