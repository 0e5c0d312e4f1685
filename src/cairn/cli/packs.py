"""`cairn pack` and `cairn convert`: content packs, and what other formats hold for them."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cairn.cli.arguments import Exit
from cairn.cli.inspecting import printable
from cairn.cli.sources import naming, read_source, write_file
from cairn.errors import MalformedInput, PackInvalid

if TYPE_CHECKING:
    from cairn.exchange.exercism import ExercismResult
    from cairn.exchange.gift import GiftResult
    from cairn.exchange.pack import Finding, Pack


def add_commands(subparsers: Any) -> None:
    pack = subparsers.add_parser(
        "pack",
        help="check a content pack, or make one file of it",
        description="PATH is a folder or a zip file. Exit status: 1 where the pack has errors.",
    )
    actions = pack.add_subparsers(title="actions", metavar="ACTION", required=True)
    check = actions.add_parser("check", help="say all that is wrong with the pack")
    check.add_argument("path", metavar="PATH")
    check.add_argument("--json", action="store_true", help="print one JSON object")
    check.set_defaults(run=run_check)
    build = actions.add_parser("build", help="check the pack and write it as a zip file")
    build.add_argument("path", metavar="PATH")
    build.add_argument("-o", "--out", help="file to write; default ID-VERSION.zip")
    build.add_argument("--json", action="store_true", help="print one JSON object")
    build.set_defaults(run=run_build)
    _add_convert(subparsers)


def _add_convert(subparsers: Any) -> None:
    convert = subparsers.add_parser(
        "convert",
        help="read questions or lessons of another format",
        description="Prints what was read, item by item, and what was not; with -o also writes "
        "a content pack. Exit status: 1 where something could not be read.",
    )
    convert.add_argument("format", choices=["gift", "exercism"])
    convert.add_argument("path", metavar="PATH", help="a GIFT file, or the folder of a track")
    convert.add_argument("--json", action="store_true", help="print one JSON object")
    convert.add_argument("-o", "--out", help="new folder for a content pack")
    convert.add_argument("--title", help="title of the pack; default the name of the file")
    convert.add_argument("--language", default="en", help="language of the texts; default en")
    convert.add_argument("--licence", default="LicenseRef-unknown", help="SPDX name")
    convert.add_argument("--publisher", default="unknown")
    convert.set_defaults(run=run_convert)


def run_check(arguments: Namespace) -> int:
    """Print the findings of a pack."""
    pack, findings = _checked(arguments.path)
    return _report(arguments, pack, findings)


def run_build(arguments: Namespace) -> int:
    """Write a sound pack as a zip file; the same pack gives the same bytes."""
    from cairn.exchange.pack_writing import pack_archive

    pack, findings = _checked(arguments.path)
    if pack is not None and not _has_errors(findings):
        out = Path(arguments.out or f"{pack.id}-{pack.version}.zip")
        write_file(out, pack_archive(pack))
        return _report(arguments, pack, findings, written=str(out))
    return _report(arguments, pack, findings)


def run_convert(arguments: Namespace) -> int:
    """Print what a file of another format holds; write it as a pack if asked to."""
    from cairn.exchange.pack_writing import write_pack

    reads = _gift if arguments.format == "gift" else _exercism
    pack, report, findings = reads(arguments)
    if arguments.out:
        write_pack(pack, Path(arguments.out))
    if arguments.json:
        report["findings"] = [one.to_json() for one in findings]
        print(json.dumps(report, ensure_ascii=False))
    else:
        _print_items(report["items"])
        _print_findings(findings)
        print(_counted(report))
    return Exit.INVALID if _has_errors(findings) else Exit.VALID


def _checked(path: str) -> tuple[Pack | None, Sequence[Finding]]:
    from cairn.exchange.pack_checking import check
    from cairn.exchange.pack_reading import read_pack

    try:
        with naming(path):
            pack = read_pack(Path(path))
    except PackInvalid as error:
        return None, error.findings
    return pack, check(pack)


def _report(
    arguments: Namespace,
    pack: Pack | None,
    findings: Sequence[Finding],
    *,
    written: str | None = None,
) -> int:
    if arguments.json:
        holds = None if pack is None else _holds(pack)
        report = {"sound": not _has_errors(findings), "pack": holds, "written": written}
        listed = [one.to_json() for one in findings]
        print(json.dumps({**report, "findings": listed}, ensure_ascii=False))
    else:
        _print_findings(findings)
        state = "has errors" if _has_errors(findings) else "is sound"
        print(f"The pack {pack.id if pack else arguments.path} {state}.")
        if written:
            print(f"Written: {written}")
    return Exit.INVALID if _has_errors(findings) else Exit.VALID


def _holds(pack: Pack) -> dict[str, Any]:
    return {
        "id": pack.id,
        "title": pack.title,
        "version": pack.version,
        "achievements": len(pack.achievements),
        "units": len(pack.units),
        "questions": sum(len(unit.questions) for unit in pack.units),
        "tasks": len(pack.tasks),
    }


def _gift(arguments: Namespace) -> tuple[Pack, dict[str, Any], Sequence[Finding]]:
    from cairn.exchange.gift import gift_pack, read_gift

    try:
        result = read_gift(read_source(arguments.path).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise MalformedInput(f"{arguments.path} is not UTF-8: save it as UTF-8") from error
    pack = gift_pack(
        result,
        title=arguments.title or Path(arguments.path).stem,
        language=arguments.language,
        licence=arguments.licence,
        publisher=arguments.publisher,
    )
    return pack, _gift_report(result), result.findings


def _gift_report(result: GiftResult) -> dict[str, Any]:
    items = [
        {
            "line": entry.line,
            "category": entry.category,
            "title": entry.title,
            "tags": list(entry.tags),
            **({"question": entry.question.to_json()} if entry.question else {"text": entry.text}),
        }
        for entry in result.entries
    ]
    return {"format": "gift", "items": items, "categories": list(result.categories)}


def _exercism(arguments: Namespace) -> tuple[Pack, dict[str, Any], Sequence[Finding]]:
    from cairn.exchange.exercism import read_exercism

    result = read_exercism(Path(arguments.path))
    return result.pack, _exercism_report(result), result.findings


def _exercism_report(result: ExercismResult) -> dict[str, Any]:
    items = [
        {
            "id": unit.id,
            "title": unit.title,
            "minutes": unit.minutes,
            "after": list(unit.after),
            "cards": [card.text for card in unit.cards],
        }
        for unit in result.units
    ]
    return {"format": "exercism", "items": items}


def _print_items(items: Sequence[Mapping[str, Any]]) -> None:
    for item in items:
        where = f"line {item['line']}" if "line" in item else item["id"]
        what = "question" if "question" in item else "unit" if "cards" in item else "text"
        told = item["title"] or item.get("question", {}).get("id") or item.get("text", "")
        print(f"{what}: {where}: {printable(told)[:100]}")


def _counted(report: dict[str, Any]) -> str:
    count = len(report["items"])
    return f"{count} item{'' if count == 1 else 's'} read from {report['format']}."


def _print_findings(findings: Sequence[Finding]) -> None:
    for one in findings:
        print(f"{one.severity.value}: {one.where}: {printable(one.detail)} [{one.code}]")


def _has_errors(findings: Sequence[Finding]) -> bool:
    return any(one.severity.value == "error" for one in findings)
