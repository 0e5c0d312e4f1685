"""
Bringing in ESCO, and finding skills in it: time and memory of the command, time of a search.

The data is not part of the project: name the folder that holds a download of ESCO, or let it lie
where the tests look for it; without it nothing is measured. Measured is
the command `cairn-server import esco` in a process of its own, on an empty database and again on
what it left; then searches in this process, median of several.
Run: `python -m bench.frameworks [FOLDER]`; with CAIRN_DATABASE_URL for PostgreSQL.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.shared_data import SHARED

WORDS = ("data", "manage", "ma", "python programming", "zzzz", "")
ROUNDS = 15


def main() -> None:
    """Measure and print."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "esco-1.1.1"
    if not folder.is_dir():
        print(f"Not measured: {folder} does not exist; name the folder of a download of ESCO.")
        return
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as home:
        os.environ |= {"CAIRN_HOME": home, "DJANGO_SETTINGS_MODULE": "cairn_server.site.settings"}
        run("setup")
        for which in ("first", "again"):
            started = time.perf_counter()
            report = json.loads(run("import", "esco", str(folder), "--json"))
            seconds = time.perf_counter() - started
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            counts = {name: report[name] for name in ("created", "updated", "unchanged", "removed")}
            errors = len(report["errors"])
            print(f"{which:6} {seconds:6.1f} s {peak:6.0f} MiB  {counts}, {errors} not used")
        for text, milliseconds in searches().items():
            print(f"search {text!r:22} {milliseconds:6.1f} ms")


def run(*words: str) -> str:
    program = str(Path(sys.executable).with_name("cairn-server"))
    return subprocess.run([program, *words], check=True, capture_output=True, text=True).stdout


def searches() -> dict[str, float]:
    """Return the median milliseconds of a search by its words."""
    import django  # the settings must be named first

    django.setup()
    from cairn_server.frameworks.queries import search

    def once(text: str) -> float:
        started = time.perf_counter()
        search(text)
        return (time.perf_counter() - started) * 1000

    return {text: median(once(text) for _ in range(ROUNDS)) for text in WORDS}


if __name__ == "__main__":
    main()
