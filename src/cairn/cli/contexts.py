"""`cairn contexts`: which contexts are known, and adding one to a folder of one's own."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cairn.cli.arguments import Exit, mapping
from cairn.cli.network import fetch_of
from cairn.cli.sources import read_source
from cairn.errors import FetchError

if TYPE_CHECKING:
    from cairn.vc.documents import ContextLoader


def add_commands(subparsers: Any) -> None:
    contexts = subparsers.add_parser(
        "contexts",
        help="list the contexts that are known, add one",
        description="A context says what the words of a credential mean. None is ever fetched "
        "while verifying: Cairn carries the usual ones, and a folder of yours may hold more.",
    )
    parts = contexts.add_subparsers(title="commands", metavar="COMMAND", required=True)
    listing = parts.add_parser("list", help="print each address with the SHA-256 of its file")
    listing.add_argument("--contexts", type=Path, metavar="DIR", help="those in this folder too")
    listing.set_defaults(run=run_list)
    adding = parts.add_parser(
        "add",
        help="pin a context in a folder",
        description="Read it before you add it: from then on it decides what its words mean. "
        "One that gives a word of the standards another meaning is refused.",
    )
    adding.add_argument("url", metavar="URL", help="its address, as credentials write it")
    adding.add_argument("--contexts", type=Path, metavar="DIR", required=True)
    adding.add_argument("--file", metavar="FILE", help="its text; without one it is fetched")
    adding.add_argument(
        "--map", dest="mappings", type=mapping, action="append", default=[], metavar="BASE=URL"
    )
    adding.set_defaults(run=run_add)


def context_loader(folder: Path | None) -> ContextLoader:
    """Return what gives the contexts that Cairn carries and, if there is one, those of a folder."""
    if folder is None:
        from cairn.vc.documents import pinned_context

        return pinned_context
    from cairn.vc.added_contexts import contexts_in

    return contexts_in(folder)


def run_list(arguments: Namespace) -> int:
    """Print a line on each context."""
    from cairn.vc.documents import CONTEXT_FILES, CONTEXT_HASHES

    hashes = {url: CONTEXT_HASHES[name] for url, name in CONTEXT_FILES.items()}
    if arguments.contexts is not None:
        from cairn.vc.added_contexts import contexts_in, listing_of

        contexts_in(arguments.contexts)  # only what holds is listed
        added = listing_of(arguments.contexts)
        hashes |= {url: entry["sha256"] for url, entry in added.items()}
    for url, digest in sorted(hashes.items()):
        print(f"{digest}  {url}")
    return Exit.VALID


def run_add(arguments: Namespace) -> int:
    """Pin one context, from a file or from its address; nothing changes if it cannot be used."""
    from cairn.vc.added_contexts import add_context

    if arguments.file is not None:
        data = read_source(arguments.file)
    else:
        data = _fetched(arguments.url, arguments.mappings)
    digest = add_context(arguments.contexts, arguments.url, data)
    print(f"{digest}  {arguments.url}")
    return Exit.VALID


def _fetched(url: str, mappings: list[tuple[str, str]]) -> bytes:
    try:
        return fetch_of(offline=False, mappings=mappings)(url)
    except FetchError as error:
        raise FetchError(f"{error}; save it yourself and name it with --file") from error
