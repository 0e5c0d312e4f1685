"""
How many credentials a second are issued and verified on one core.

The same document (about 5 KB; 2 alignments, 2 pieces of evidence, 3 results, a status), each time
of another person, goes through Cairn, through Digital Bazaar's libraries under Node.js, and through
nothing but the SHA-256 and Ed25519 that nobody can do without. Cairn is measured where a
credential of the same shape was seen before, and where none was. All strictness is on; what is
issued is issued without being verified after. Time is that of the processor, all threads of a
process together; rounds are interleaved, and each figure is the best round.
Run: `python -m bench.credentials [--seconds 3]`.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from hashlib import sha256
from itertools import cycle
from typing import Any

from cairn.openbadges.identity import hashed_identity
from cairn.vc.data_integrity import secure
from cairn.vc.did import resolve_method
from cairn.vc.jsonld import to_quads
from cairn.vc.rdfc import canonicalize
from cairn.vc.shape_cache import ShapeCache
from cairn.vc.status_list import status_entry
from cairn.vc.verification import TrustList, verify
from tests.credentials import (
    KEY,
    LIST_URL,
    METHOD,
    RECIPIENT,
    SEED,
    signed,
    status_list,
    unsigned_credential,
)
from tests.moments import DAY, MONDAY
from tests.node_oracle import Oracle, missing, running_oracle

ROUNDS = 7
PEOPLE = 200
SEEN, UNSEEN = "Cairn, shape seen before", "Cairn, shape never seen"
THEIRS, LIMIT = "Digital Bazaar, Node.js", "hash and signature alone"
Timed = Callable[[int], float]
"""Does something a number of times and returns the seconds of processor time it took."""
Document = dict[str, Any]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=2.0, help="for each figure")
    seconds = parser.parse_args().seconds
    people = [unsigned(number) for number in range(PEOPLE)]
    with ExitStack() as stack:
        oracle = None if missing() else stack.enter_context(running_oracle())
        rates = measure(contenders(people, oracle), seconds / ROUNDS)
    size = len(json.dumps(signed(people[0]), separators=(",", ":")))
    print(f"{size:,} bytes as signed, best of {ROUNDS} interleaved rounds\n")
    print(table(rates))
    if why := missing():
        print(f"\nNode.js was left out: {why}")


def unsigned(number: int) -> Document:
    """Return the credential of one person."""
    # the oracle asks its own clock, so the credential and its list may not have ended
    return unsigned_credential(
        id=f"https://college.example/credentials/{sha256(bytes([number])).hexdigest()[:32]}",
        recipient=replace(
            RECIPIENT,
            id=f"urn:uuid:7f4fd2f5-5f6c-4f37-8d0d-{number:012}",
            identity=hashed_identity(f"person{number}@college.example", f"salt {number}"),
            name=f"Person {number}",
        ),
        status=status_entry(list_url=LIST_URL, index=1_000 + number),
        valid_from=MONDAY - 700 * DAY,
        valid_until=None,
    )


def contenders(people: list[Document], oracle: Oracle | None) -> dict[tuple[str, str], Timed]:
    """Return what is measured, by what is done and by whom."""
    shapes = ShapeCache()
    received = [json.loads(json.dumps(issue(person, shapes))) for person in people]
    found = {
        ("issue", SEEN): repeated(lambda person: issue(person, shapes), people),
        ("issue", UNSEEN): repeated(lambda person: issue(person, ShapeCache()), people),
        ("issue", LIMIT): repeated(bare_issue(received[0]), people),
        ("verify", SEEN): repeated(verifier(lambda: shapes), received),
        ("verify", UNSEEN): repeated(verifier(ShapeCache), received),
        ("verify", LIMIT): repeated(bare_verify(received[0]), received),
    }
    if oracle is not None:
        check_both_ways(received[-1], oracle)
        found["issue", THEIRS] = theirs(oracle, "issue", people[0])
        found["verify", THEIRS] = theirs(oracle, "verify", received[0])
    return found


def check_both_ways(credential: Document, oracle: Oracle) -> None:
    """Have them verify ours, as it was issued by its shape, and verify theirs."""
    documents = {LIST_URL: endless_list()}
    accepted, why = oracle.verify(credential, documents)
    assert accepted, why
    unsecured = {key: value for key, value in credential.items() if key != "proof"}
    verifier(ShapeCache)(oracle.issue(unsecured, seed=SEED))


def repeated(act: Callable[[Document], object], documents: list[Document]) -> Timed:
    """Return a timer of `act` on one document after the other, warmed up for all alike."""
    following = cycle(documents)
    for _ in range(5):
        act(next(following))

    def timed(count: int) -> float:
        start = time.process_time()
        for _ in range(count):
            act(next(following))
        return time.process_time() - start

    return timed


def issue(document: Document, shapes: ShapeCache) -> Document:
    """Sign a document that is there already, as theirs is."""
    return secure(
        document, sign=KEY.sign, verification_method=METHOD, created=MONDAY, shapes=shapes
    )


def verifier(shapes: Callable[[], ShapeCache]) -> Callable[[Document], None]:
    """Return the full verification, the status list and its proof included."""
    listed = endless_list()

    def no_network(url: str) -> bytes:
        raise AssertionError(url)

    def check(credential: Document) -> None:
        report = verify(
            credential,
            keys=lambda method: resolve_method(method, fetch=no_network),
            statuses=lambda url: listed,
            trust=TrustList.empty(),
            at=MONDAY,
            shapes=shapes(),
        )
        assert report.outcome == "valid", report.sentence

    return check


def endless_list() -> dict[str, Any]:
    """Return the status list without an end, signed."""
    document = status_list(valid_from=MONDAY - 700 * DAY)
    return signed({k: v for k, v in document.items() if k not in ("proof", "validUntil")})


def bare_issue(credential: Mapping[str, Any]) -> Callable[[object], bytes]:
    """Return SHA-256 of the canonical document and options, and one Ed25519 signature."""
    canonical = [text.encode() for text in canonical_texts(credential)]
    return lambda _: KEY.sign(b"".join(sha256(text).digest() for text in canonical))


def bare_verify(credential: Mapping[str, Any]) -> Callable[[object], bool]:
    """Return the same with two signatures checked: of the credential and of its list."""
    canonical = [text.encode() for text in canonical_texts(credential)]
    signature = KEY.sign(b"".join(sha256(text).digest() for text in canonical))
    public = KEY.public

    def check(_: object) -> bool:
        return all(
            public.verify(signature, b"".join(sha256(text).digest() for text in canonical))
            for _ in range(2)
        )

    return check


def canonical_texts(credential: Mapping[str, Any]) -> list[str]:
    """Return the canonical form of the proof's options and of the document."""
    unsecured = {key: value for key, value in credential.items() if key != "proof"}
    options = {key: value for key, value in credential["proof"][0].items() if key != "proofValue"}
    options["@context"] = credential["@context"]
    return [canonicalize(to_quads(part)) for part in (options, unsecured)]


def theirs(oracle: Oracle, what: str, credential: Document) -> Timed:
    """Return the timer that their own process keeps, without the way there and back."""
    request = {
        "command": "bench",
        "what": what,
        "credential": credential,
        "documents": {LIST_URL: endless_list()},
        "seed": SEED.hex(),
    }

    def timed(count: int) -> float:
        return float(oracle.ask(**request, count=count)["processor"])

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
    """Return the rates as Markdown, as multiples of theirs and as parts of the limit."""
    lines = ["| what | by | a second | of theirs | of the limit |", "|---|---|---:|---:|---:|"]
    for (what, who), rate in sorted(rates.items()):
        theirs = rates.get((what, THEIRS))
        ratio = "" if theirs is None else f"{rate / theirs:.1f} x"
        part = rate / rates[what, LIMIT]
        lines.append(f"| {what} | {who} | {rate:,.0f} | {ratio} | {part:.3f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
