"""`cairn canonicalize`: the RDFC-1.0 form of a document, which is what a signature covers."""

from __future__ import annotations

import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from cairn.cli.arguments import Exit
from cairn.cli.sources import read_json_source, read_source
from cairn.errors import CredentialError, MalformedInput

if TYPE_CHECKING:
    from cairn.vc.nquads import Quad


def add_commands(subparsers: Any) -> None:
    canonicalize = subparsers.add_parser(
        "canonicalize",
        help="print the canonical N-Quads of a document",
        description="FILE is JSON-LD over the contexts that Cairn carries, or N-Quads where its "
        "name ends in .nq. Exit status: 1 where the document cannot be canonicalised.",
    )
    canonicalize.add_argument("file", metavar="FILE", help="a file, or - for JSON-LD")
    canonicalize.set_defaults(run=run_canonicalize)


def run_canonicalize(arguments: Namespace) -> int:
    """Print the canonical form, or why there is none."""
    from cairn.vc.rdfc import canonicalize

    try:
        canonical = canonicalize(_quads(arguments.file))
    except CredentialError as error:
        print("cairn: " + " ".join(f"{arguments.file}: {error}".split()), file=sys.stderr)
        return Exit.INVALID
    sys.stdout.buffer.write(canonical.encode())
    return Exit.VALID


def _quads(name: str) -> list[Quad]:
    if name.endswith(".nq"):
        from cairn.vc.nquads import parse_nquads

        return parse_nquads(read_source(name).decode())
    from cairn.vc.jsonld import to_quads

    document = read_json_source(name)
    if not isinstance(document, dict):
        raise MalformedInput(f"{name} must hold one JSON object")
    return to_quads(document)
