"""`python -m cairn` and `cairn`: the command, quiet also where it is stopped before it begins."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

STOPPED = 130


def main() -> int:
    """Run the command of this process and return its exit status; never raises."""
    # whoever started this may not want it to hear of Ctrl-C
    hears = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if hears:
        signal.signal(signal.SIGINT, _end)
    from cairn.cli import main as run

    if hears:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    status = run()
    if hears:
        signal.signal(signal.SIGINT, _end)
    return status


def _end(_: int, __: FrameType | None) -> None:
    """End at once: while modules are loaded, and after the last word, nothing is half done."""
    os._exit(STOPPED)


if __name__ == "__main__":
    sys.exit(main())
