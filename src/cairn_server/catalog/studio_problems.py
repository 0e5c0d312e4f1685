"""What is wrong in a draft, in words, each with the way to the editor that mends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from cairn.exchange.pack import Finding, Severity
from cairn.exchange.pack_draft import questions_of
from cairn_server.catalog.markdown import plain
from cairn_server.catalog.models import Draft
from cairn_server.catalog.studio_fields import FIELDS

OF_REQUIREMENTS = {
    "unknown_reference",
    "no_performance_requirement",
    "requirement_unreachable",
    "nothing_to_recall",
    "cycle",
}
SHOWN_LETTERS = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend; `place` is what the editor at `url` is called."""

    place: str
    text: str
    url: str
    is_error: bool


def problems_of(draft: Draft, findings: Iterable[Finding]) -> list[Problem]:
    """Return the findings as problems, errors first."""
    found = [
        Problem(
            place=_place(draft, one.where),
            text=one.detail.removeprefix("front matter."),
            url=url_of(draft, one),
            is_error=one.severity is Severity.ERROR,
        )
        for one in findings
    ]
    return sorted(found, key=lambda one: not one.is_error)


def of_part(findings: Iterable[Finding], name: str, question: str = "") -> list[Finding]:
    """Return the findings in one part, or in one question of it."""
    wanted = f"{name} {question}" if question else name
    return [
        one
        for one in findings
        if one.where == wanted or (not question and one.where.startswith(f"{name} card "))
    ]


def url_of(draft: Draft, finding: Finding) -> str:
    """Return where a finding is mended."""
    name, _space, inside = finding.where.partition(" ")
    folder, _slash, file = name.partition("/")
    id = file.rpartition(".")[0]
    if folder == "questions" and inside and inside.strip("/") == inside:
        return reverse("catalog:studio-question", args=[draft.pk, id, inside])
    if folder == "questions":
        folder = "units"
    if folder == "achievements" and _is_of_requirements(finding):
        return reverse("catalog:studio-requirements", args=[draft.pk, id])
    if folder in FIELDS:
        return reverse("catalog:studio-part", args=[draft.pk, folder, id])
    if name == "pack.yaml":
        return reverse("catalog:studio-part", args=[draft.pk, "pack", "pack"])
    return reverse("catalog:studio-draft", args=[draft.pk])


def _is_of_requirements(finding: Finding) -> bool:
    return finding.code in OF_REQUIREMENTS or finding.detail.startswith("requirements")


def _place(draft: Draft, where: str) -> str:
    name, _space, inside = where.partition(" ")
    part = draft.content.get(name, {})
    if name.startswith("questions/") and inside:
        prompts = {str(one.get("id")): str(one.get("prompt", "")) for one in questions_of(part)}
        told = plain(prompts.get(inside, "")) or inside
        return _("Question “%(prompt)s”") % {"prompt": _short(told)}
    title = _short(part.get("title") or name)
    card = inside.removeprefix("card ")
    return _("%(title)s, card %(n)s") % {"title": title, "n": card} if inside else title


def _short(text: object) -> str:
    words = " ".join(str(text).split())
    return words if len(words) <= SHOWN_LETTERS else f"{words[: SHOWN_LETTERS - 1]}…"
