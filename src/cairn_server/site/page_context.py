"""What every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from cairn_server.accounts import queries
from cairn_server.accounts.access import learner_of


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Return the learner (registered or guest, or None), their roles anywhere, and the release."""
    learner = learner_of(request)
    signed_in = learner is not None and not learner.is_guest
    return {
        "learner": learner,
        "my_roles": queries.role_names(learner) if learner and signed_in else frozenset(),
        "is_demo": settings.CAIRN_DEMO,
        "release": settings.CAIRN_RELEASE,
    }
