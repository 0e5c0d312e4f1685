"""What the page of a credential shows, read out of the document as it was signed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cairn.openbadges.links import linkedin_add_url, resume_line
from cairn.pathways.currency import Currency, CurrencyPolicy, currency_on
from cairn.vc.moments import read_moment
from cairn.vc.report import VerificationReport
from cairn_server.catalog.markdown import render
from cairn_server.catalog.models import AchievementKind
from cairn_server.credentials.access import Seen
from cairn_server.credentials.addresses import credential_url
from cairn_server.credentials.check_words import CheckLine, lines_of
from cairn_server.credentials.drawing import Stone
from cairn_server.credentials.held_parts import revoked_among
from cairn_server.credentials.models import AwardEvent, Credential
from cairn_server.credentials.shown_claims import CREDENTIAL, GATHERINGS, QUIZ, STATED
from cairn_server.credentials.verifying import nobody, report_on

# Which checks are shown first, and whether what was found helps a reader who is in a hurry.
MAIN_CHECKS = {"proof": False, "status": True, "evidence": False, "issuer_recognised": True}


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """
    One thing that the award rests on.

    Args:
        state: what it came to, in a word.
        url: of the page of a smaller credential; empty for what has none here.
        is_bound: whether its digest was signed.
        is_private: whether it is work that its owner keeps.
        fell_at: when a smaller credential was revoked; None while it stands.
    """

    name: str
    genre: str
    extent: str
    state: str
    url: str
    is_bound: bool
    is_private: bool
    fell_at: datetime | None


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
    """
    Everything on the page.

    Args:
        creator: who defined the achievement, where that is not the issuer; else empty.
        revocation: the ledger's entry, if there is one.
    """

    id: str
    title: str
    holder: str
    issuer: str
    creator: str
    kind: str
    proves_competence: bool
    standing: str
    issued: datetime
    ends: datetime | None
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
    def url(self) -> str:
        return credential_url(self.id)

    @property
    def has_ended(self) -> bool:
        """Whether its time was over when the page was made."""
        return any(
            line.name == "validity_period" and line.outcome == "failed" for line in self.checks
        )

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
    achievement, results = subject["achievement"], _results(subject)
    version = credential.award.achievement_version
    issued = read_moment(document.get("awardedDate", document["validFrom"]))  # corrected: before
    evidence, currency = _evidence(document), _currency(version.half_life_years, issued.date(), on)
    return CredentialPage(
        id=credential.pk,
        title=document["name"],
        holder=holder,
        issuer=credential.award.organisation.name,
        creator=_creator(document),
        kind=version.get_kind_display(),
        proves_competence=version.kind == AchievementKind.MICRO_CREDENTIAL,
        standing=credential.status_list.issuer.get_standing_display(),
        issued=issued,
        ends=credential.valid_until,
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


def shown_page(seen: Seen, *, shows_name: bool | None, at: datetime) -> CredentialPage:
    """Return what the page of a signed credential shows at the moment `at`, verified then."""
    credential, person = seen.credential, seen.credential.award.person
    return page_of(
        credential,
        report=report_on(credential.document, at=at, ask=nobody),
        revocation=seen.revocation,
        holder=person.name if person and shows_name else "",
        on=localdate(at),
    )


def _sharing(credential: Credential, title: str, issued: date) -> Sharing:
    link = {
        "name": title,
        "organisation": credential.award.organisation.name,
        "credential_url": credential_url(credential.pk),
    }
    ends = localdate(credential.valid_until) if credential.valid_until else None
    linkedin = linkedin_add_url(issued=issued, expires=ends, credential_id=credential.pk, **link)
    return Sharing(linkedin, resume_line(issued=issued, expires=ends, **link))


def _creator(document: Mapping[str, Any]) -> str:
    creator = document["credentialSubject"]["achievement"].get("creator", {})
    is_issuer = creator.get("id") in (None, document["issuer"]["id"])
    return "" if is_issuer else str(creator.get("name", ""))


def _warmth(currency: Currency | None) -> float:
    return currency.weight if currency else 1.0


def _currency(half_life_years: float | None, shown_on: date, on: date) -> Currency | None:
    if half_life_years is None or on < shown_on:
        return None
    return currency_on(on, demonstrated_on=shown_on, policy=CurrencyPolicy(half_life_years))


def _verdict(report: VerificationReport, revocation: AwardEvent | None) -> str:
    if revocation is not None:
        return _("Genuine, but revoked.")
    if report.reasons == ["suspended"]:
        return _("Genuine, but suspended at present.")
    if report.reasons == ["expired"]:
        return _("Genuine; its time is over.")
    if report.outcome == "valid":
        return _("Genuine and not revoked.")
    if report.outcome == "undetermined":
        return _("Not everything could be checked.")
    if "key_revoked" in report.reasons:
        return _(
            "This cannot be relied on: the key that signed it came into other hands. "
            "Its issuer can issue it again with another key."
        )
    return _("This cannot be relied on.")


def _tone(report: VerificationReport, currency: Currency | None) -> str:
    if report.reasons == ["expired"]:
        return "warn"
    if report.outcome == "invalid":
        return "bad"
    if report.outcome == "undetermined":
        return "warn"
    return "good" if currency is None or currency.state == "current" else "warn"


def _shown(
    evidence: Sequence[EvidenceLine], results: Sequence[ResultLine], credential: Credential
) -> str:
    """Return in a sentence or two how it was shown, as numbers that the reader can count below."""
    facts = credential.award.detail.facts
    judges = int(facts.get("judges", 0))
    before_counts = {"pieces": len(evidence), "criteria": len(results)}  # awards of earlier days
    counts = {kind: int(n) for kind, n in facts.get("counts", before_counts).items()}
    said = [_judged(counts, judges)] if judges else []
    said += _not_judged_by_people(counts)
    took_part = credential.award.achievement_version.kind == AchievementKind.PARTICIPATION_BADGE
    if not said or (took_part and not judges and not counts.get("quizzes")):
        said.append(_("It records taking part; nothing was judged."))
    return " ".join(said)


def _not_judged_by_people(counts: Mapping[str, int]) -> list[str]:
    quizzes, parts = counts.get("quizzes", 0), counts.get("parts", 0)
    attended = counts.get("attended", 0)
    said = []
    if quizzes:
        passed = ngettext(
            "Passed a quiz scored by machine at its cut score.",
            "Passed {n} quizzes scored by machine at their cut scores.",
            quizzes,
        )
        said.append(passed.format(n=quizzes))
    if parts:
        built = ngettext(
            "Built on a smaller credential.", "Built on {n} smaller credentials.", parts
        )
        said.append(built.format(n=parts))
    if counts.get("outside"):
        from_outside = ngettext(
            "Built on a credential issued elsewhere.",
            "Built on {n} credentials issued elsewhere.",
            counts["outside"],
        )
        said.append(from_outside.format(n=counts["outside"]))
    if attended:
        took_part = ngettext("Attended {n} event.", "Attended {n} events.", attended)
        said.append(took_part.format(n=attended))
    if counts.get("stated"):
        said.append(_("Shown and judged outside this site, as stated by the issuer."))
    return said


def _judged(counts: Mapping[str, int], judges: int) -> str:
    pieces = ngettext("Shown by {n} piece of work", "Shown by {n} pieces of work", counts["pieces"])
    people = ngettext("judged by {n} evaluator", "judged by {n} evaluators", judges)
    criteria = ngettext("against {n} criterion.", "against {n} criteria.", counts["criteria"])
    return (
        f"{pieces.format(n=counts['pieces'])}, {people.format(n=judges)} "
        f"{criteria.format(n=counts['criteria'])}"
    )


def _evidence(document: Mapping[str, Any]) -> list[EvidenceLine]:
    rows = document.get("evidence", [])
    base = credential_url("").rstrip("/") + "/"
    parts = {
        one["id"]: one["id"].removeprefix(base).rstrip("/")
        for one in rows
        if one.get("genre") == CREDENTIAL and one.get("id", "").startswith(base)
    }
    fallen = revoked_among(parts.values()) if parts else {}
    return [
        EvidenceLine(
            name=one.get("name", ""),
            genre=one.get("genre", ""),
            extent=one.get("description", ""),
            state=_state(one),
            url=one["id"] if one.get("id") in parts else "",
            is_bound="digestMultibase" in one,
            is_private="digestMultibase" in one and one.get("genre") != CREDENTIAL,
            fell_at=fallen.get(parts.get(one.get("id", ""), "")),
        )
        for one in rows
    ]


def _state(evidence: Mapping[str, Any]) -> str:
    if evidence.get("genre") == CREDENTIAL:
        return _("Held")
    if evidence.get("genre") == STATED:
        return _("Stated")
    if evidence.get("genre") == QUIZ:
        return _("Passed")
    return _("Attended") if evidence.get("genre") in GATHERINGS else _("Met")


def _results(subject: Mapping[str, Any]) -> list[ResultLine]:
    described = {one["id"]: one for one in subject["achievement"].get("resultDescription", [])}
    return [_result(described[one["resultDescription"]], one) for one in subject.get("result", [])]


def _result(description: Mapping[str, Any], result: Mapping[str, Any]) -> ResultLine:
    if "achievedLevel" not in result and description.get("resultType") == "Result":
        return ResultLine(description["name"], result.get("value", ""), "")
    if "achievedLevel" not in result:
        needed = description.get("requiredValue")
        said = _("Scored by machine; at least %(n)s %% needed.") % {"n": needed}
        return ResultLine(description["name"], f"{result.get('value', '')} %", said)
    levels = {one["id"]: one for one in description["rubricCriterionLevel"]}
    level = levels[result["achievedLevel"]]
    return ResultLine(description["name"], level["name"], level.get("description", ""))


def _alignments(achievement: Mapping[str, Any]) -> list[AlignmentLine]:
    return [
        AlignmentLine(one["targetName"], one["targetUrl"], one.get("targetFramework", ""))
        for one in achievement.get("alignment", [])
    ]
