"""Skills for everybody: find one, see what it means, what proves it, which work needs it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from cairn_server.accounts.access import learner_of
from cairn_server.frameworks import queries
from cairn_server.frameworks.models import Competency, CompetencyKind
from cairn_server.hub.skill_queries import skill_page

LONGEST_WORDS = 200
PAGE = 25


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which skills the address asks for; what cannot be read narrows nothing."""

    words: str
    framework: UUID | None
    kind: str
    after: UUID | None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.framework or self.kind)

    def address(self) -> str:
        """Return this, but for the cursor, as the query of an address."""
        given = {"q": self.words, "framework": self.framework or "", "kind": self.kind}
        return urlencode({name: value for name, value in given.items() if value})


@require_safe
def skills(request: HttpRequest) -> HttpResponse:
    """List the skills that fit some words; every narrowing is in the address."""
    wanted = _wanted(request.GET)
    person = learner_of(request)
    frameworks = queries.frameworks(person)
    context = {
        "wanted": wanted,
        "page": queries.search(
            wanted.words,
            limit=PAGE,
            framework=wanted.framework,
            kind=wanted.kind,
            seen_by=person,
            after=wanted.after,
        ),
        "frameworks": [one for one in frameworks if one.competencies],
        "kinds": CompetencyKind.choices,
    }
    partial = request.headers.get("HX-Target") == "found"
    return render(request, "hub/_skills_found.html" if partial else "hub/skills.html", context)


def _wanted(given: QueryDict) -> Wanted:
    kind = given.get("kind", "")
    return Wanted(
        words=given.get("q", "").replace("\0", "").strip()[:LONGEST_WORDS],
        framework=_id(given.get("framework", "")),
        kind=kind if kind in CompetencyKind.values else "",
        after=_id(given.get("after", "")),
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_safe
def skill(request: HttpRequest, skill_id: UUID) -> HttpResponse:
    """Show one skill, also one that its framework has dropped: what was earned for it stands."""
    page = skill_page(learner_of(request), skill_id)
    if page is None:
        raise Http404
    return render(request, "hub/skill.html", {"page": page})


@require_safe
def skill_by_code(request: HttpRequest, framework_id: UUID, code: str) -> HttpResponse:
    """Lead the address that is written into credentials to the page of the skill."""
    found = get_object_or_404(Competency.objects.order_by("pk"), framework=framework_id, code=code)
    if skill_page(learner_of(request), found.pk) is None:
        raise Http404
    return redirect("hub:skill", found.pk)
