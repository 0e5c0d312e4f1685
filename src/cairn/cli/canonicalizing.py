"""`cairn canonicalize`: the RDFC-1.0 form of a document, which is what a signature covers."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cairn.cli.arguments import Exit
from cairn.cli.contexts import context_loader
from cairn.cli.sources import read_json_source, read_source
from cairn.errors import CredentialError, MalformedInput

if TYPE_CHECKING:
    from cairn.vc.documents import ContextLoader
    from cairn.vc.nquads import Quad


def add_commands(subparsers: Any) -> None:
    canonicalize = subparsers.add_parser(
        "canonicalize",
        help="print the canonical N-Quads of a document",
        description="FILE is JSON-LD over the contexts that are known, or N-Quads where its "
        "name ends in .nq. Exit status: 1 where the document cannot be canonicalised.",
    )
    canonicalize.add_argument("file", metavar="FILE", help="a file, or - for JSON-LD")
    canonicalize.add_argument(
        "--contexts",
        type=Path,
        metavar="DIR",
        help="a folder of further contexts, see cairn contexts",
    )
    canonicalize.set_defaults(run=run_canonicalize)


def run_canonicalize(arguments: Namespace) -> int:
    """Print the canonical form, or why there is none."""
    from cairn.vc.rdfc import canonicalize

    try:
        canonical = canonicalize(_quads(arguments.file, context_loader(arguments.contexts)))
    except CredentialError as error:
        print("cairn: " + " ".join(f"{arguments.file}: {error}".split()), file=sys.stderr)
        return Exit.INVALID
    sys.stdout.buffer.write(canonical.encode())
    return Exit.VALID


def _quads(name: str, load: ContextLoader) -> list[Quad]:
    if name.endswith(".nq"):
        from cairn.vc.nquads import parse_nquads

        return parse_nquads(read_source(name).decode())
    from cairn.vc.jsonld import to_quads

    document = read_json_source(name)
    if not isinstance(document, dict):
        raise MalformedInput(f"{name} must hold one JSON object")
    return to_quads(document, load=load)
