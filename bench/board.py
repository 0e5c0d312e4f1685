"""
The board of a large organisation: 1,000 people by 100 skills, as the server answers it.

Everybody holds 60 of 100 achievements, each of which shows two skills, so that nearly every cell
is filled: 60,000 awards. Each figure is the median processor time of several requests, from the
first byte of the request to the last of the answer, in this process; SQLite. "After a change" is
the request that finds that the ledger has grown since: it reads again what that is about. "Read
anew" is the first request of a process, which reads all awards.
Run: `python -m bench.board`.
"""

from __future__ import annotations

import io
import os
import tempfile
import time
from collections.abc import Callable
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cairn_server.accounts.models import Organisation

PEOPLE, SKILLS, AWARDS_EACH = 1_000, 100, 60
ROUNDS = 9


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as home:
        os.environ |= {"CAIRN_HOME": home, "DJANGO_SETTINGS_MODULE": "cairn_server.site.settings"}
        os.environ.pop("CAIRN_DATABASE_URL", None)
        import django  # the settings must be named first

        django.setup()
        from django.core.management import call_command

        call_command("setup", stdout=io.StringIO())
        print(table(measure()))


def measure() -> dict[str, tuple[float, int, int]]:
    """Return by page the milliseconds, the queries and the bytes of an answer."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.utils.timezone import now

    from cairn_server.accounts.models import Organisation
    from cairn_server.frameworks.models import Competency
    from cairn_server.workforce.models import RoleNeed, WorkRole
    from tests.making import join
    from tests.making_skills import crowd

    settings.ALLOWED_HOSTS = ["testserver"]
    works = Organisation.objects.create(name="Works", slug="works", kind="employer")
    manager = join("Max", works, "manager")
    crowd(works, people=PEOPLE, competencies=SKILLS, awards_each=AWARDS_EACH, now=now())
    role = WorkRole.objects.create(organisation=works, name="Everything", created_at=now())
    for one in Competency.objects.filter(name__endswith="0"):
        RoleNeed.objects.create(work_role=role, competency=one, level=3)
    board = f"/organisations/{works.pk}/board/"
    gaps = f"/organisations/{works.pk}/roles/{role.pk}/gaps/"
    skill = Competency.objects.filter(name="Skill 050").get().pk
    client = Client()
    client.force_login(manager)

    def figures(path: str, before: Callable[[], None] = _nothing) -> tuple[float, int, int]:
        _body(client.get(path))
        before()
        with CaptureQueriesContext(connection) as queries:
            connection.force_debug_cursor = True
            size = len(_body(client.get(path)))
            asked = len(queries)  # the next answer forgets them
        return timed(lambda: _body(client.get(path)), before), asked, size

    return {
        "board, a page of 50": figures(board),
        "board, after a change": figures(board, before=lambda: change(works)),
        "board, read anew": figures(board, before=forget),
        "board, the last page": figures(f"{board}?page=20"),
        "board, the best at a skill first": figures(f"{board}?sort={skill}"),
        "who can cover a skill": figures(f"{board}skills/{skill}/"),
        "the whole board as CSV": figures(f"{board}board.csv"),
        "gaps of all to a role of ten skills": figures(gaps),
        "the same as CSV": figures(f"{gaps}gaps.csv"),
    }


def _body(answer: Any) -> bytes:
    if answer.status_code != 200:
        raise RuntimeError(f"answered {answer.status_code}")
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def _nothing() -> None:
    """Do nothing before a request."""


def change(works: Organisation) -> None:
    """Let the ledger grow by one word, as any award, revocation or suspension does."""
    from cairn_server.credentials.models import Award
    from tests.making_skills import ledger

    ledger(Award.objects.filter(organisation=works).earliest("pk"), "renew")


def forget() -> None:
    """Let nothing be kept of what was read, as when a process begins."""
    from cairn_server.workforce import awarded

    awarded._KEPT = awarded._Cache()


def timed(act: Callable[[], object], before: Callable[[], None]) -> float:
    """Return the median milliseconds of doing it; `before` is not counted."""
    act()
    times = []
    for _ in range(ROUNDS):
        before()
        start = time.process_time()
        act()
        times.append(time.process_time() - start)
    return 1000 * median(times)


def table(rows: dict[str, tuple[float, int, int]]) -> str:
    """Return the figures as Markdown."""
    lines = ["| page | ms | queries | KB |", "|---|---:|---:|---:|"]
    for name, (milliseconds, queries, size) in rows.items():
        lines.append(f"| {name} | {milliseconds:.0f} | {queries} | {size / 1000:.0f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
