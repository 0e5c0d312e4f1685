"""
Fuzz the targets one after another: `python -m fuzz [TARGET …] [--seconds 60] [--corpus .fuzz]`.

Needs the environment of `requirements/fuzz.txt`; `make fuzz` makes it. Every input that was worth
keeping stays in `<corpus>/<target>`, every finding in `<corpus>/findings/<target>`; a finding
that was mended is moved to `tests/cairn/findings/<target>`, where the tests replay it.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path

from fuzz.targets import NAMES

ROOT = Path(__file__).resolve().parents[1]
LONGEST_INPUT = 4_096
SLOWEST = 60  # seconds of wall clock on a busy machine, after which an input counts as a hang
MOST_MEMORY = 1_024  # MiB


def main(words: list[str]) -> int:
    """Fuzz what is named, else all; return 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="make fuzz", description="Fuzz Cairn's readers.")
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(NAMES)}; all by default")
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    parser.add_argument("--corpus", type=Path, default=ROOT / ".fuzz")
    asked = parser.parse_args(words)
    unknown = [name for name in asked.targets if name not in NAMES]
    if unknown:
        parser.error(f"there is no target {', '.join(unknown)}; there are {', '.join(NAMES)}")
    found = [fuzz(name, asked.seconds, asked.corpus) for name in asked.targets or NAMES]
    return 1 if any(found) else 0


def fuzz(name: str, seconds: int, corpus: Path) -> bool:
    """Fuzz one target in a process of its own; say what came of it, return whether it broke."""
    kept, findings = corpus / name, corpus / "findings" / name
    kept.mkdir(parents=True, exist_ok=True)
    findings.mkdir(parents=True, exist_ok=True)
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "fuzz.engine", name, str(kept)),
            f"-max_total_time={seconds}",
            f"-max_len={LONGEST_INPUT}",
            f"-timeout={SLOWEST}",
            f"-rss_limit_mb={MOST_MEMORY}",
            f"-artifact_prefix={findings}/",
            "-print_final_stats=1",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    print(_summary(name, ended.stdout + ended.stderr), flush=True)
    if ended.returncode:
        print(_why(ended.stdout + ended.stderr), flush=True)
    return ended.returncode != 0


def _summary(name: str, output: str) -> str:
    executed = re.search(r"stat::number_of_executed_units:\s*(\d+)", output)
    covered = re.findall(r"cov: (\d+)", output)
    runs = int(executed[1]) if executed else 0
    return f"{name:<10} {runs:>12,} inputs, {covered[-1] if covered else 0} places reached"


def _why(output: str) -> str:
    """Return the end of what the engine said: the trace, and where the input lies."""
    noise = ("#", "stat::", "INFO", "WARNING", "MS:", "0x")
    wanted = [line for line in output.splitlines() if not line.startswith(noise)]
    return "\n".join(wanted[-40:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
