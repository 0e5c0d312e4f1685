"""What the page of a credential shows, read out of the document as it was signed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.openbadges.links import linkedin_add_url, resume_line
from cairn.pathways.currency import Currency, CurrencyPolicy, currency_on
from cairn.vc.moments import read_moment
from cairn.vc.report import VerificationReport
from cairn_server.catalog.markdown import render
from cairn_server.catalog.models import AchievementKind
from cairn_server.credentials.addresses import credential_url
from cairn_server.credentials.check_words import CheckLine, lines_of
from cairn_server.credentials.drawing import Stone
from cairn_server.credentials.models import AwardEvent, Credential

# Which checks are shown first, and whether what was found helps a reader who is in a hurry.
MAIN_CHECKS = {"proof": False, "status": True, "evidence": False, "issuer_recognised": True}


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One thing that was shown."""

    name: str
    genre: str
    extent: str


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One criterion, and the level that was reached."""

    criterion: str
    level: str
    description: str


@dataclass(frozen=True, slots=True)
class AlignmentLine:
    name: str
    url: str
    framework: str


@dataclass(frozen=True, slots=True)
class Sharing:
    """How the holder tells others: LinkedIn's form, filled in, and a line for a CV."""

    linkedin: str
    resume: str


@dataclass(frozen=True, slots=True)
class CredentialPage:
    """Everything on the page; `revocation` is the ledger's entry, if there is one."""

    id: str
    url: str
    title: str
    holder: str
    issuer: str
    kind: str
    proves_competence: bool
    standing: str
    issued: datetime
    verdict: str
    tone: str
    shown: str
    can_do: str
    criteria: SafeString
    evidence: list[EvidenceLine]
    results: list[ResultLine]
    alignments: list[AlignmentLine]
    checks: list[CheckLine]
    currency: Currency | None
    stones: list[Stone]
    achievement_id: str
    sharing: Sharing
    revocation: AwardEvent | None

    @property
    def main_checks(self) -> list[CheckLine]:
        """The checks that a reader asks about first, in few words."""
        return [
            replace(line, detail=line.detail if MAIN_CHECKS[line.name] else "")
            for line in self.checks
            if line.name in MAIN_CHECKS
        ]


def page_of(
    credential: Credential,
    *,
    report: VerificationReport,
    revocation: AwardEvent | None,
    holder: str,
    on: date,
) -> CredentialPage:
    """
    Return what the page shows on the day `on`.

    Args:
        credential: signed, with award, detail, version, organisation and issuer loaded.
        report: what our verifier finds at this moment.
        holder: the name that the holder lets be shown; empty for none.
    """
    document = json.loads(credential.document)
    subject = document["credentialSubject"]
    achievement = subject["achievement"]
    version, issued = credential.award.achievement_version, read_moment(document["validFrom"])
    currency = _currency(version.half_life_years, issued.date(), on)
    results = _results(achievement, subject.get("result", []))
    evidence = _evidence(document)
    return CredentialPage(
        id=credential.pk,
        url=credential_url(credential.pk),
        title=document["name"],
        holder=holder,
        issuer=credential.award.organisation.name,
        kind=version.get_kind_display(),
        proves_competence=version.kind == AchievementKind.MICRO_CREDENTIAL,
        standing=credential.status_list.issuer.get_standing_display(),
        issued=issued,
        verdict=_verdict(report, revocation),
        tone=_tone(report, currency),
        shown=_shown(evidence, results, credential),
        can_do=achievement["description"],
        criteria=render(achievement["criteria"].get("narrative", "")),
        evidence=evidence,
        results=results,
        alignments=_alignments(achievement),
        checks=lines_of(report),
        currency=currency,
        stones=[Stone(document["name"], version.workload_hours or 1, _warmth(currency))],
        achievement_id=str(version.achievement_id),
        sharing=_sharing(credential, document["name"], issued.date()),
        revocation=revocation,
    )


def _sharing(credential: Credential, title: str, issued: date) -> Sharing:
    link = {
        "name": title,
        "organisation": credential.award.organisation.name,
        "credential_url": credential_url(credential.pk),
    }
    linkedin = linkedin_add_url(issued=issued, expires=None, credential_id=credential.pk, **link)
    return Sharing(linkedin, resume_line(issued=issued, expires=None, **link))


def _warmth(currency: Currency | None) -> float:
    return currency.weight if currency else 1.0


def _currency(half_life_years: float | None, shown_on: date, on: date) -> Currency | None:
    if half_life_years is None or on < shown_on:
        return None
    return currency_on(on, demonstrated_on=shown_on, policy=CurrencyPolicy(half_life_years))


def _verdict(report: VerificationReport, revocation: AwardEvent | None) -> str:
    if revocation is not None:
        return _("Genuine, but revoked.")
    if report.outcome == "valid":
        return _("Genuine and not revoked.")
    if report.outcome == "undetermined":
        return _("Not everything could be checked.")
    return _("This cannot be relied on.")


def _tone(report: VerificationReport, currency: Currency | None) -> str:
    if report.outcome == "invalid":
        return "bad"
    if report.outcome == "undetermined":
        return "warn"
    return "good" if currency is None or currency.state == "current" else "warn"


def _shown(
    evidence: Sequence[EvidenceLine], results: Sequence[ResultLine], credential: Credential
) -> str:
    """Return in a sentence how it was shown, as numbers that the reader can count below."""
    judges = int(credential.award.detail.facts.get("judges", 0))
    if not judges:
        return _("It records taking part; nothing was judged.")
    pieces = ngettext("Shown by {n} piece of work", "Shown by {n} pieces of work", len(evidence))
    people = ngettext("judged by {n} evaluator", "judged by {n} evaluators", judges)
    criteria = ngettext("against {n} criterion.", "against {n} criteria.", len(results))
    return (
        f"{pieces.format(n=len(evidence))}, {people.format(n=judges)} "
        f"{criteria.format(n=len(results))}"
    )


def _evidence(document: Mapping[str, Any]) -> list[EvidenceLine]:
    return [
        EvidenceLine(one.get("name", ""), one.get("genre", ""), one.get("description", ""))
        for one in document.get("evidence", [])
    ]


def _results(achievement: Mapping[str, Any], results: Sequence[Any]) -> list[ResultLine]:
    described = {one["id"]: one for one in achievement.get("resultDescription", [])}
    lines = []
    for result in results:
        description = described[result["resultDescription"]]
        levels = {one["id"]: one for one in description["rubricCriterionLevel"]}
        level = levels[result["achievedLevel"]]
        lines.append(ResultLine(description["name"], level["name"], level.get("description", "")))
    return lines


def _alignments(achievement: Mapping[str, Any]) -> list[AlignmentLine]:
    return [
        AlignmentLine(one["targetName"], one["targetUrl"], one.get("targetFramework", ""))
        for one in achievement.get("alignment", [])
    ]
