"""The command `cairn-server`: Django's command line with our settings and our words."""

from __future__ import annotations

import os
import sys

try:
    from django.core.management import BaseCommand, ManagementUtility
    from pydantic import ValidationError
except ModuleNotFoundError as missing:  # the library alone was installed
    print(f'cairn-server needs {missing.name}: pip install "cairn[server]"', file=sys.stderr)
    raise SystemExit(3) from None

MODULES = {"import": "import_content"}  # `import` cannot name a module
ARGPARSE_WRONG_USAGE = 2  # which means "undetermined" everywhere else here
WRONG_USAGE = 3


class CommandLine(ManagementUtility):
    """Django's commands by our names; an unknown one is wrong usage."""

    def fetch_command(self, subcommand: str) -> BaseCommand:
        try:
            return super().fetch_command(MODULES.get(subcommand, subcommand))
        except SystemExit:
            sys.exit(WRONG_USAGE)


def main() -> None:
    """
    Run the command that the arguments name.

    Wrong settings are one line, not a traceback; wrong usage of any kind is status 3.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn_server.site.settings")
    try:
        CommandLine(sys.argv).execute()
    except SystemExit as stop:
        sys.exit(WRONG_USAGE if stop.code == ARGPARSE_WRONG_USAGE else stop.code)
    except ValidationError as error:
        for problem in error.errors():
            name = "CAIRN_" + "_".join(map(str, problem["loc"])).upper()
            print(f"cairn-server: {name}: {problem['msg']}", file=sys.stderr)
        sys.exit(WRONG_USAGE)
