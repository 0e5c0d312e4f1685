"""
A quiz that 200 people take at the same time, through HTTP: is an answer lost?

Run: `python -m bench.quiz [sqlite] [postgresql]`; without a word on both, one after the other.
"""

from __future__ import annotations

import json
import resource
import secrets
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from bench.installation import installation
from bench.reviews import Phone, expect
from tests.throwaway_postgres import throwaway_postgres

LEARNERS = 200
QUESTIONS = 10
PACE = 12.0  # seconds from one question to the next: quicker than most people read
CHANGED = 3  # every third answer is changed once


@dataclass(slots=True)
class Taken:
    """What one learner did: milliseconds of each call, and what must be stored now."""

    begun: float = 0.0
    answered: list[float] = field(default_factory=list)
    ended: float = 0.0
    expected: dict[int, tuple[int, str]] = field(default_factory=dict)  # number: sequence, option
    stored: int = 0
    errors: list[str] = field(default_factory=list)


class Learner:
    """Somebody at a phone who takes the quiz once."""

    def __init__(self, url: str, session: str, delay: float) -> None:
        cookies = {"sessionid": session, "csrftoken": secrets.token_hex(16)}
        self.phone = Phone(url, cookies)
        self.delay = delay
        self.taken = Taken()

    def take(self, quiz: str, start: threading.Barrier) -> None:
        """Begin with all the others, answer at one's own pace, look at what is stored, hand in."""
        start.wait()
        try:
            attempt, took = self._call("POST", f"quizzes/{quiz}/attempts", {}, 201)
            self.taken.begun = took
            self._pause(self.delay)
            for number in range(1, QUESTIONS + 1):
                self._answer(attempt["id"], number)
            self._compare(attempt["id"])
            _, self.taken.ended = self._call("POST", f"attempts/{attempt['id']}/end", {}, 200)
        except (RuntimeError, OSError) as error:
            self.taken.errors.append(str(error))

    def _answer(self, attempt: str, number: int) -> None:
        wanted = time.perf_counter() + PACE
        options = ["1", "2"] if number % CHANGED == 0 else ["1"]
        for sequence, option in enumerate(options, start=1):
            body = {"sequence": sequence, "answer": {"option": option}}
            _, took = self._call("PUT", f"attempts/{attempt}/answers/{number}", body, 200)
            self.taken.answered.append(took)
            self.taken.expected[number] = (sequence, option)
        self._pause(wanted - time.perf_counter())

    def _pause(self, seconds: float) -> None:
        self.phone.connection.close()  # the server does not wait for so long
        time.sleep(max(seconds, 0))

    def _compare(self, attempt: str) -> None:
        shown, _ = self._call("GET", f"attempts/{attempt}", None, 200)
        stored = {one["number"]: (one["sequence"], one["answer"]) for one in shown["questions"]}
        for number, (sequence, option) in self.taken.expected.items():
            if stored[number] == (sequence, {"option": option}):
                self.taken.stored += sequence  # every sequence up to this one was acknowledged

    def _call(self, method: str, path: str, body: Any, status: int) -> tuple[Any, float]:
        start = time.perf_counter()
        sent = "" if body is None else json.dumps(body)
        answer = self.phone.ask(method, f"/api/v1/{path}", sent, "application/json")
        took = (time.perf_counter() - start) * 1000
        expect(answer, status)
        return json.loads(answer[1]), took


def main() -> None:
    """Measure on SQLite and on PostgreSQL, and print the tables."""
    wanted = sys.argv[1:] or ["sqlite", "postgresql"]
    if "sqlite" in wanted:
        print(measure("SQLite", ""))
    if "postgresql" in wanted:
        with throwaway_postgres() as database:
            print(measure("PostgreSQL", database))


def measure(name: str, database_url: str) -> str:
    """Return the figures of one database as Markdown."""
    made: dict[str, Any] = {}

    def prepare(environment: dict[str, str]) -> None:
        words = [sys.executable, "-m", "bench.quiz_world", str(LEARNERS), str(QUESTIONS)]
        done = subprocess.run(words, env=environment, check=True, capture_output=True, text=True)
        made.update(json.loads(done.stdout))

    with installation(database_url, prepare=prepare) as url:
        start, spent = time.perf_counter(), _of_children()
        taken = take_together(url, made["quiz"], made["sessions"])
        seconds = time.perf_counter() - start
    return table(name, taken, seconds, cpu_seconds=_of_children() - spent)


def _of_children() -> float:
    """Return the processor time of the processes that have ended: here, of the server alone."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def take_together(url: str, quiz: str, sessions: list[str]) -> list[Taken]:
    """Let everybody take the quiz at once; return what each did."""
    together = threading.Barrier(len(sessions))
    learners = [
        Learner(url, session, PACE * number / len(sessions))
        for number, session in enumerate(sessions)
    ]
    threads = [threading.Thread(target=one.take, args=[quiz, together]) for one in learners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [one.taken for one in learners]


def table(name: str, taken: list[Taken], seconds: float, *, cpu_seconds: float) -> str:
    """Return the figures as Markdown."""
    rows = [
        ("begin, all at once", [one.begun for one in taken]),
        ("save an answer", [took for one in taken for took in one.answered]),
        ("hand in, scored", [one.ended for one in taken]),
    ]
    lines = [f"| {name} | calls | p50 ms | p99 ms |", "|---|---:|---:|---:|"]
    for what, times in rows:
        ordered = sorted(times)
        p50, p99 = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
        lines.append(f"| {what} | {len(ordered):,} | {p50:.0f} | {p99:.0f} |")
    sent, stored = sum(len(one.answered) for one in taken), sum(one.stored for one in taken)
    calls = sent + 3 * len(taken)  # begin, look at what is stored, hand in
    errors = [error for one in taken for error in one.errors]
    lines += [
        "",
        f"{len(taken)} learners in {seconds:.0f} s; answers sent / answers stored: "
        f"{sent:,} / {stored:,}; calls that failed: {len(errors)}",
        f"processor time of the server, without the database's: {cpu_seconds:.0f} s, "
        f"{cpu_seconds / calls * 1000:.0f} ms a call",
        *errors[:5],
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
