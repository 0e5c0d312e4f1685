"""One target under Atheris, in this process, until its time is up."""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

from fuzz.targets import target


def main(name: str, corpus: str, *options: str) -> None:
    """Fuzz `name`, beginning with its seeds; ends the process."""
    with atheris.instrument_imports(include=["cairn"]):
        chosen = target(name)
        chosen.seeds()  # what is imported late is to be instrumented too
    for number, seed in enumerate(chosen.seeds()):
        (Path(corpus) / f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], *options, corpus], chosen.check)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
