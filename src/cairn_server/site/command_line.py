"""The command `cairn-server`: Django's command line with our settings and our words."""

from __future__ import annotations

import os
import sys

from django.core.management import ManagementUtility
from pydantic import ValidationError

MODULES = {"import": "import_content"}  # `import` cannot name a module
WRONG_USAGE = 3


def main() -> None:
    """Run the command that the arguments name; wrong settings are one line, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn_server.site.settings")
    words = list(sys.argv)
    if len(words) > 1:
        words[1] = MODULES.get(words[1], words[1])
    try:
        ManagementUtility(words).execute()
    except ValidationError as error:
        for problem in error.errors():
            name = "CAIRN_" + "_".join(map(str, problem["loc"])).upper()
            print(f"cairn-server: {name}: {problem['msg']}", file=sys.stderr)
        sys.exit(WRONG_USAGE)
