"""`cairn bake` and `cairn unbake`: a credential into a picture, and out again."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from cairn.cli.arguments import Exit
from cairn.cli.sources import naming, read_source, write_result
from cairn.errors import MalformedInput


def add_commands(subparsers: Any) -> None:
    bake = subparsers.add_parser("bake", help="put a credential into a PNG or SVG picture")
    bake.add_argument("image", metavar="IMAGE", help="PNG or SVG; no other byte of it changes")
    bake.add_argument("credential", metavar="CREDENTIAL", help="JSON or compact JWT, or -")
    bake.add_argument("-o", "--out", required=True, metavar="OUT", help="the badge, or -")
    bake.set_defaults(run=run_bake)

    unbake = subparsers.add_parser("unbake", help="print the credential that a picture holds")
    unbake.add_argument("image", metavar="IMAGE", help="PNG or SVG, or -")
    unbake.add_argument("-o", "--out", metavar="OUT", help="a file, where not to the terminal")
    unbake.set_defaults(run=run_unbake)


def run_bake(arguments: Namespace) -> int:
    """Write the picture with the credential in it, where readers of its version look for it."""
    from cairn.openbadges.baking import bake
    from cairn.openbadges.reading import find_credential
    from cairn.openbadges.v2 import is_version_2

    with naming(arguments.credential):
        found = find_credential(read_source(arguments.credential), name=arguments.credential)
    if found.document is not None and not {"type", "badge"} & found.document.keys():
        raise MalformedInput(f"{arguments.credential} holds no credential: it names no type")
    with naming(arguments.image):
        baked = bake(read_source(arguments.image), found.text, is_version_2=is_version_2(found))
    write_result(baked, arguments.out)
    return Exit.VALID


def run_unbake(arguments: Namespace) -> int:
    """Write the text of the credential, as it stood in the picture."""
    from cairn.openbadges.baking import unbake

    with naming(arguments.image):
        text = unbake(read_source(arguments.image))
    write_result(text.strip().encode() + b"\n", arguments.out)
    return Exit.VALID
