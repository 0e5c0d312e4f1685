"""
The command `cairn`.

Exit status: 0 valid or done, 1 invalid or partly refused, 2 undetermined, 3 unreadable input
or wrong usage. Complaints are one line on standard error, results go to standard output.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from cairn import __version__
from cairn.cli.arguments import Exit, Parser, UsageError
from cairn.errors import CairnError

# Each has add_commands(subparsers), imports little, and the rest only when its command runs.
COMMAND_MODULES = {
    "cairn.cli.verifying": ("verify",),
    "cairn.cli.inspecting": ("inspect",),
    "cairn.cli.baking": ("bake", "unbake"),
    "cairn.cli.keys": ("keys",),
    "cairn.cli.issuing": ("issue",),
    "cairn.cli.signing": ("sign",),
    "cairn.cli.status": ("status",),
    "cairn.cli.canonicalizing": ("canonicalize",),
    "cairn.cli.contexts": ("contexts",),
    "cairn.cli.figures": ("schedule",),
    "cairn.cli.packs": ("pack", "convert"),
}
COMMANDS = tuple(word for words in COMMAND_MODULES.values() for word in words)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that `argv` names and return its exit status; never raises."""
    if sys.stdout is None:
        return complain("Standard output is closed")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name that the terminal cannot show
    try:
        status = _run(sys.argv[1:] if argv is None else list(argv))
        sys.stdout.flush()
    except BrokenPipeError:
        # nobody reads any more; the interpreter must not complain when it flushes at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.UNUSABLE
    except KeyboardInterrupt:
        return 130
    if argv is None:
        gc.freeze()  # the process ends, a tenth sooner if it looks for no more rubbish
    return status


def _run(argv: list[str]) -> int:
    if not argv:
        return complain(f"name a command: {', '.join(COMMANDS)} (see cairn --help)")
    try:
        arguments = parser(argv[0]).parse_args(argv)
        return int(arguments.run(arguments))
    except SystemExit as stopped:  # --help and --version
        return int(stopped.code or 0)
    except UsageError as error:
        asked = f"cairn {argv[0]}" if argv[0] in COMMANDS else "cairn"
        return complain(f"{error} (see {asked} --help)")
    except CairnError as error:
        return complain(str(error))
    except (OSError, UnicodeError) as error:
        if isinstance(error, BrokenPipeError):
            raise
        return complain(_of_system(error))
    except (MemoryError, RecursionError):
        return complain("The input is too large or nested too deeply")
    except Exception as error:
        return complain(f"This is a defect of Cairn, please report it: {error!r}")


def parser(command: str = "") -> Parser:
    """
    Return the parser of every command, each added by its own module.

    Args:
        command: the only one that will be asked for; the modules of others are not loaded.
    """
    top = Parser(prog="cairn", description="Verify, issue and inspect micro-credentials.")
    top.add_argument("--version", action="version", version=f"cairn {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)
    asked = [name for name, words in COMMAND_MODULES.items() if command in words]
    for name in asked or COMMAND_MODULES:
        import_module(name).add_commands(commands)
    return top


def complain(text: str) -> Exit:
    """Write one line to standard error; return the exit status of what cannot be used."""
    print("cairn: " + " ".join(text.split()), file=sys.stderr)
    return Exit.UNUSABLE


def _of_system(error: OSError | UnicodeError) -> str:
    if isinstance(error, OSError) and error.strerror:
        named = f"{error.filename}: " if error.filename else ""
        return f"{named}{error.strerror}"
    return str(error)
