"""Every benchmark in one run: `python -m bench [credentials] [reviews] [board] [status] …`."""

from __future__ import annotations

import sys

from bench import board, credentials, frameworks, pages, quiz, reviews, status

ALL = {
    "credentials": credentials.main,
    "reviews": reviews.main,
    "pages": pages.main,
    "board": board.main,
    "frameworks": frameworks.main,
    "quiz": quiz.main,
    "status": status.main,
}


def main(names: list[str]) -> int:
    """Run the benchmarks that are named, else all; return the exit status."""
    unknown = [name for name in names if name not in ALL]
    if unknown:
        print(f"bench knows {', '.join(ALL)}; not {', '.join(unknown)}", file=sys.stderr)
        return 3
    sys.argv[1:] = []  # each has arguments of its own when it is run alone
    for name in names or ALL:
        print(f"\n## {name.capitalize()}\n", flush=True)
        ALL[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
