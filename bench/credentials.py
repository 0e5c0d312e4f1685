"""
How many credentials a second are issued and verified on one core.

The same document (about 5 KB; 2 alignments, 2 pieces of evidence, 3 results, a status) goes
through Cairn, through Digital Bazaar's libraries under Node.js, and through nothing but the
SHA-256 and Ed25519 that nobody can do without. Rounds are interleaved, so that a busy machine is
busy for all; each figure is the best round. Run: `python -m bench.credentials [--seconds 3]`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from hashlib import sha256
from typing import Any

from cairn.vc.did import resolve_method
from cairn.vc.jsonld import to_quads
from cairn.vc.rdfc import canonicalize
from cairn.vc.verification import TrustList, verify
from tests.credentials import KEY, LIST_URL, SEED, signed, status_list, unsigned_credential
from tests.moments import DAY, MONDAY
from tests.node_oracle import Oracle, missing, running_oracle

ROUNDS = 5
Timed = Callable[[int], float]
"""Does something a number of times and returns the seconds it took."""


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="for each figure")
    seconds = parser.parse_args().seconds
    with ExitStack() as stack:
        oracle = None if missing() else stack.enter_context(running_oracle())
        rates = measure(contenders(oracle), seconds / ROUNDS)
    size = len(json.dumps(document(), separators=(",", ":")))
    print(f"{size:,} bytes as signed, best of {ROUNDS} interleaved rounds\n")
    print(table(rates))
    if why := missing():
        print(f"\nNode.js was left out: {why}")


def document() -> dict[str, Any]:
    """Return the credential that is measured, signed."""
    # the oracle asks its own clock, so the credential and its list may not have ended
    return signed(unsigned_credential(valid_from=MONDAY - 700 * DAY, valid_until=None))


def contenders(oracle: Oracle | None) -> dict[tuple[str, str], Timed]:
    """Return what is measured, by what is done and by whom."""
    found = {
        ("issue", "Cairn"): repeated(issue),
        ("verify", "Cairn"): repeated(verifier(document())),
        ("issue", "hash and signature alone"): repeated(bare_issue(document())),
        ("verify", "hash and signature alone"): repeated(bare_verify(document())),
    }
    if oracle is not None:
        found["issue", "Digital Bazaar, Node.js"] = theirs(oracle, "issue")
        found["verify", "Digital Bazaar, Node.js"] = theirs(oracle, "verify")
    return found


def repeated(act: Callable[[], object]) -> Timed:
    """Return a timer of `act`, which is done once before, so that caches are warm for all."""
    act()

    def timed(count: int) -> float:
        start = time.perf_counter()
        for _ in range(count):
            act()
        return time.perf_counter() - start

    return timed


def issue() -> dict[str, Any]:
    """Build and sign."""
    return signed(unsigned_credential(valid_from=MONDAY - 700 * DAY, valid_until=None))


def verifier(credential: Mapping[str, Any]) -> Callable[[], None]:
    """Return the full verification, the status list and its proof included."""
    listed = endless_list()

    def no_network(url: str) -> bytes:
        raise AssertionError(url)

    def check() -> None:
        report = verify(
            credential,
            keys=lambda method: resolve_method(method, fetch=no_network),
            statuses=lambda url: listed,
            trust=TrustList.empty(),
            at=MONDAY,
        )
        assert report.outcome == "valid", report.sentence

    return check


def endless_list() -> dict[str, Any]:
    """Return the status list without an end, signed."""
    document = status_list(valid_from=MONDAY - 700 * DAY)
    return signed({k: v for k, v in document.items() if k not in ("proof", "validUntil")})


def bare_issue(credential: Mapping[str, Any]) -> Callable[[], bytes]:
    """Return SHA-256 of the canonical document and options, and one Ed25519 signature."""
    canonical = [text.encode() for text in canonical_texts(credential)]
    return lambda: KEY.sign(b"".join(sha256(text).digest() for text in canonical))


def bare_verify(credential: Mapping[str, Any]) -> Callable[[], bool]:
    """Return the same with two signatures checked: of the credential and of its list."""
    canonical = [text.encode() for text in canonical_texts(credential)]
    signature = KEY.sign(b"".join(sha256(text).digest() for text in canonical))

    def check() -> bool:
        return all(
            KEY.public.verify(signature, b"".join(sha256(text).digest() for text in canonical))
            for _ in range(2)
        )

    return check


def canonical_texts(credential: Mapping[str, Any]) -> list[str]:
    """Return the canonical form of the proof's options and of the document."""
    unsecured = {key: value for key, value in credential.items() if key != "proof"}
    options = {key: value for key, value in credential["proof"][0].items() if key != "proofValue"}
    options["@context"] = credential["@context"]
    return [canonicalize(to_quads(part)) for part in (options, unsecured)]


def theirs(oracle: Oracle, what: str) -> Timed:
    """Return the timer that their own process keeps, without the way there and back."""
    signed_or_not = document()
    if what == "issue":
        signed_or_not.pop("proof")
    request = {
        "command": "bench",
        "what": what,
        "credential": signed_or_not,
        "documents": {LIST_URL: endless_list()},
        "seed": SEED.hex(),
    }

    def timed(count: int) -> float:
        return float(oracle.ask(**request, count=count)["seconds"])

    timed(20)
    return timed


def measure(
    contenders: Mapping[tuple[str, str], Timed], seconds: float
) -> dict[tuple[str, str], float]:
    """Return the best rate of each, times a second, over interleaved rounds of `seconds`."""
    counts = {name: max(1, int(seconds / (timed(5) / 5))) for name, timed in contenders.items()}
    best: dict[tuple[str, str], float] = {}
    for _ in range(ROUNDS):
        for name, timed in contenders.items():
            rate = counts[name] / timed(counts[name])
            best[name] = max(rate, best.get(name, 0.0))
    return best


def table(rates: Mapping[tuple[str, str], float]) -> str:
    """Return the rates as Markdown, each with Cairn's rate as a multiple of it."""
    lines = ["| what | by | a second | Cairn is |", "|---|---|---:|---:|"]
    for (what, who), rate in sorted(rates.items()):
        ratio = rates[what, "Cairn"] / rate
        lines.append(f"| {what} | {who} | {rate:,.0f} | {ratio:.2f} x |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
