"""
The one plain sentence of a report, for people who have never heard of a proof.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from cairn.vc.checks_proof import PROOF_CHECKS
from cairn.vc.report import (
    ISSUER_RECOGNISED,
    Check,
    CheckOutcome,
    IssuerSummary,
    Outcome,
    outcome_of,
)

_GENUINE = {
    "revoked": "it has been revoked",
    "suspended": "it is suspended at present",
    "expired": "it is no longer valid",
    "not_yet_valid": "it is not valid yet",
    "recipient_mismatch": "it is about somebody else than whom you asked for",
}

_HOSTED = ("hosted", "issuer_host")
_OVER = "proof_expired"
"""The one thing about a proof that makes nothing doubtful: its time was over."""

_NO_LIST = "no list of revoked credentials is named"
_ENDINGS = {"revocation": "revoked", "suspension": "suspended"}

_IDENTIFIER = re.compile(
    r"\b((?:did:(?!web)[a-z0-9]+|urn:[a-z0-9-]+):)([\w%#:/?=&.-]*\w)", re.ASCII
)
_FIRST, _LAST = 8, 4
"""Characters that stay of an identifier, enough of the first that a chosen key seldom has both."""


_JOINERS = "\u200c\u200d"  # within words of Persian and Hindi, and within emoji
_LONGEST_NAME = 80
_SINGLE = str.maketrans('“”„‟"″＂〝〞〟❝❞', "‘’‚‛'′＇‘’‚❛❜")
"""Marks within what stands in quotation marks, of which none may look like its end."""


def sentence_for(
    checks: Sequence[Check],
    *,
    issuer: IssuerSummary | None,
    subject: str | None,
    recognised_as: str | None,
    achievement: str | None = None,
    asked_for: Collection[str] = ("revocation",),
) -> str:
    """
    Return what the checks mean.

    The issuer is called by its domain or identifier; its own name for itself is no proof
    of who it is and is not used (SAFETY C7).

    Args:
        achievement: what the credential is for.
        asked_for: the purposes of the lists that the check of the status read.
    """
    if outcome_of(checks) is Outcome.VALID:
        who = (issuer.domain or issuer.id) if issuer else "an unnamed issuer"
        if recognised_as:
            who = f"{recognised_as} ({who})"
        what = f"{_quoted(achievement)}, " if achievement and achievement.strip() else ""
        whom = f" to {_called(subject)}" if subject else ""
        ending = _standing(checks, asked_for)
        return f"Genuine and current: {what}issued by {who}{whom}; {ending}."
    return _not_valid(checks)


def presentation_sentence(checks: Sequence[Check], *, holder: str | None, count: int) -> str:
    """Return what the checks of a presentation mean that holds `count` credentials."""
    if outcome_of(checks) is Outcome.VALID:
        who = holder or "somebody who holds the key"
        if count == 0:
            return f"Shown by {who}, and it holds no credential."
        if count == 1:
            return f"Shown by {who}: 1 credential, genuine and current."
        return f"Shown by {who}: {count} credentials, each genuine and current."
    return _not_valid(checks)


def for_people(sentence: str) -> str:
    """
    Return a sentence for reading: of identifiers that nobody reads, only both ends.

    What names a domain stays whole. Where this is shown, `identifiers_in` belongs among the
    details, since two identifiers may be equal at both ends.
    """
    return _IDENTIFIER.sub(lambda found: found[1] + _both_ends(found[2]), sentence)


def identifiers_in(sentence: str) -> list[str]:
    """Return in full, each once, what `for_people` shortens in a sentence."""
    found = _IDENTIFIER.finditer(sentence)
    return list(dict.fromkeys(one[0] for one in found if _both_ends(one[2]) != one[2]))


def _both_ends(text: str) -> str:
    return text if len(text) <= 2 * _FIRST else f"{text[:_FIRST]}…{text[-_LAST:]}"


def _not_valid(checks: Sequence[Check]) -> str:
    if outcome_of(checks) is Outcome.UNDETERMINED:
        return _ended(f"Cannot be decided: {_first(checks, CheckOutcome.UNDETERMINED).detail}")
    return _invalid(checks)


def _invalid(checks: Sequence[Check]) -> str:
    failures = [check for check in checks if check.outcome is CheckOutcome.FAILED]
    proofs = [check for check in checks if check.name in PROOF_CHECKS]
    for failed in failures:
        if failed in proofs and failed.reason != _OVER:
            return _ended(f"Not genuine: {failed.detail}")
    # a hosted badge has no proof: it is theirs if it says what its issuer publishes in its place
    hosted = [check for check in checks if check.name in _HOSTED]
    decisive = hosted if len(hosted) == len(_HOSTED) else proofs
    genuine = all(check.outcome is CheckOutcome.PASSED for check in decisive)
    failed = failures[0]
    if failed.reason == _OVER:
        return _ended(f"No longer acceptable: {failed.detail}")
    said = f"{_GENUINE[failed.reason]}: " if failed.reason in _GENUINE else ""
    if genuine and said:
        return _ended(f"Genuine, but {said}{failed.detail}")
    ending = "" if genuine else "; whether it is genuine was not decided"
    return _ended(f"Not acceptable: {said}{failed.detail.rstrip('.')}{ending}")


def _standing(checks: Sequence[Check], asked_for: Collection[str]) -> str:
    """Return what is known of its end, and nothing that no list was asked for."""
    status = next(check for check in checks if check.name == "status")
    if status.outcome is CheckOutcome.NOT_APPLICABLE:
        return _NO_LIST
    if status.outcome is not CheckOutcome.PASSED:
        return "whether it was revoked was not asked"
    known = [word for purpose, word in _ENDINGS.items() if purpose in asked_for]
    if "revocation" in asked_for:
        return "not revoked" if len(known) == 1 else "neither revoked nor suspended"
    return "; ".join([*(f"not {word}" for word in known), _NO_LIST])


def _called(subject: str) -> str:
    """
    Return what a badge calls its holder, who may have chosen the name: it must not read as ours.

    More than one word stands in quotation marks.
    """
    return _quoted(subject) if len(subject.split()) != 1 else _shown(subject)


def _quoted(name: str) -> str:
    """Return a name in quotation marks, none of its own among them, with an end."""
    shown = _shown(name)
    if len(shown) > _LONGEST_NAME:
        shown = f"{shown[: _LONGEST_NAME - 1]}…"
    return f"“{shown.translate(_SINGLE)}”"


def _shown(name: str) -> str:
    """Return a name in which nothing turns the line round or breaks it."""
    text = name.strip()
    if text.isprintable():  # most are, and this is asked of every credential
        return text
    return "".join(one if one.isprintable() or one in _JOINERS else "�" for one in text)


def _first(checks: Sequence[Check], outcome: CheckOutcome) -> Check:
    return next(
        check for check in checks if check.outcome is outcome and check.name != ISSUER_RECOGNISED
    )


def _ended(sentence: str) -> str:
    return sentence.rstrip(".") + "."
