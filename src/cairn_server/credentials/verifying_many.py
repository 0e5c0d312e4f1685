"""
Verifying many credentials that anybody brings: kept for a day, verified row by row.

A row is verified once and its verdict kept, so that the work goes on after a crash where it
stopped. What lies at one address is asked once in each turn of the work.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from cairn.errors import CairnError, FetchError
from cairn.vc.report import VerificationReport
from cairn_server.credentials.brought import Brought
from cairn_server.credentials.verification_models import (
    RowVerdict,
    VerificationList,
    VerificationRow,
)
from cairn_server.credentials.verifying import outside, report_on_text
from cairn_server.errors import TooManyRequests

KEPT = timedelta(hours=24)
MOST_WAITING = 20_000  # rows of all lists together; more would wait longer than anybody does
MOST_FAILURES = 3  # of one host in a turn, after which it is not asked again in that turn
_FACTS = ("issuer_recognised", "achievement", "subject", "valid_from", "valid_until")

Fetch = Callable[[str], bytes]


@transaction.atomic
def bring(brought: Sequence[Brought], *, at: datetime) -> VerificationList:
    """
    Keep what is to be verified, for `KEPT` at most; the worker does the rest.

    Raises:
        TooManyRequests: if too much waits already.
    """
    waiting = VerificationRow.objects.filter(verdict=RowVerdict.WAITING).count()
    if waiting + len(brought) > MOST_WAITING:
        raise TooManyRequests("Many others have brought lists to verify; try again in an hour")
    made = VerificationList.objects.create(created_at=at)
    VerificationRow.objects.bulk_create(
        [
            VerificationRow(
                verification_list=made,
                line=one.line,
                given=one.given.replace("\x00", ""),
                content=one.content,
                verdict=RowVerdict.UNREADABLE if one.refusal else RowVerdict.WAITING,
                reasons=["unreadable"] if one.refusal else [],
                sentence=one.refusal,
            )
            for one in brought
        ],
        batch_size=500,
    )
    return made


def verify_some(
    made: VerificationList, *, at: datetime, seconds: float, ask: Fetch = outside
) -> bool:
    """
    Verify rows of a list for about so many seconds; return whether some are left.

    Args:
        at: the moment for which the question is asked.
        ask: fetches what is not our own.
    """
    end, asked = time.monotonic() + seconds, _asked_once(ask)
    waiting = made.rows.filter(verdict=RowVerdict.WAITING).order_by("line")
    while row := waiting.first():
        _verify(row, at=at, ask=asked)
        if time.monotonic() > end:
            break
    is_left = waiting.exists()
    if not is_left:
        VerificationList.objects.filter(pk=made.pk, finished_at=None).update(finished_at=at)
    return is_left


def forget_list(made: VerificationList) -> None:
    """Delete a list at once; what is being verified of it is dropped."""
    made.delete()


def forget_lists(at: datetime) -> int:
    """Delete every list that was brought `KEPT` before `at`; return how many."""
    old = VerificationList.objects.filter(created_at__lte=at - KEPT)
    count = old.count()
    old.delete()
    return count


def _verify(row: VerificationRow, *, at: datetime, ask: Fetch) -> None:
    kept: dict[str, Any]
    try:
        report = report_on_text(row.content, at=at, ask=ask)
    except CairnError as error:
        kept = {"verdict": RowVerdict.UNREADABLE, "reasons": [error.code], "sentence": str(error)}
    else:
        kept = {
            "verdict": RowVerdict(report.outcome.value),
            "reasons": report.reasons,
            "sentence": report.sentence,
            "facts": _facts_of(report),
        }
    # a row that was deleted in the meantime stays deleted
    VerificationRow.objects.filter(pk=row.pk).update(content="", **kept)


def _facts_of(report: VerificationReport) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(report, name) for name in _FACTS}
    if report.issuer is not None:
        facts["issuer"], facts["issuer_name"] = report.issuer.id, report.issuer.name
        facts["issuer_domain"] = report.issuer.domain
    return {name: value for name, value in facts.items() if value is not None}


def _asked_once(ask: Fetch) -> Fetch:
    """Return `ask` as it is for one turn: each address once, and no host that does not answer."""
    answers: dict[str, bytes | CairnError] = {}
    failures: dict[str, int] = {}

    def asked(url: str) -> bytes:
        if url not in answers:
            answers[url] = _answer(url, ask, failures)
        found = answers[url]
        if isinstance(found, CairnError):
            raise found
        return found

    return asked


def _answer(url: str, ask: Fetch, failures: dict[str, int]) -> bytes | CairnError:
    host = "/".join(url.split("/")[:3])
    if failures.get(host, 0) >= MOST_FAILURES:
        return FetchError(f"{host} did not answer before, and was not asked again")
    try:
        return ask(url)
    except CairnError as error:
        failures[host] = failures.get(host, 0) + 1
        return error
