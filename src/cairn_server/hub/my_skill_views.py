"""What the reader can do, by skill: how far, how current, and what shows it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from cairn_server.accounts.access import PersonRequest
from cairn_server.workforce.queries import LEVELS
from cairn_server.workforce.skill_queries import own_skills


@require_safe
@login_required
def my_skills(request: PersonRequest) -> HttpResponse:
    """List the skills that the reader has shown, the most current first."""
    skills = own_skills(request.user, at=now())
    context = {
        "skills": sorted(skills, key=lambda one: (-one.ability.weight, one.name)),
        "faded": sum(not one.ability.is_current for one in skills),
        "levels": dict(LEVELS),
    }
    return render(request, "hub/my_skills.html", context)
