"""
Endorsements inside credentials: of the achievement, and of whoever awards it.

Inside go those that the endorsed organisation accepted and that stand when the credential is
written: not withdrawn, and sound by our own verifier. Each keeps its own signature and status,
so that a reader learns later whether it still holds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from cairn.vc.report import Outcome
from cairn_server.catalog.models import AchievementVersion
from cairn_server.credentials import verifying
from cairn_server.credentials.composing import Embedded
from cairn_server.credentials.endorsement_models import Endorsement
from cairn_server.credentials.endorsement_queries import accepted_for
from cairn_server.credentials.models import Issuer

MOST_EMBEDDED = 3
"""Most endorsements of one achievement, and of one issuer, that go into a credential."""

MOST_BYTES = 8 << 10
"""Most that one of them may weigh; without any a credential has about 5 KB."""


def embedded(version: AchievementVersion, issuer: Issuer, *, at: datetime) -> Embedded:
    """Return what goes into a credential that `issuer` awards for `version` at `at`."""
    accepted = accepted_for(version, issuer)
    return Embedded(
        of_achievement=_standing([one for one in accepted if one.version_id], at),
        of_issuer=_standing([one for one in accepted if one.issuer_id], at),
    )


def _standing(accepted: Sequence[Endorsement], at: datetime) -> tuple[Mapping[str, Any], ...]:
    documents = [json.loads(one.document) for one in accepted[:MOST_EMBEDDED]]
    return tuple(one for one in documents if _is_sound(one, at))


def _is_sound(document: Mapping[str, Any], at: datetime) -> bool:
    return verifying.report_on(document, at=at, ask=verifying.nobody).outcome is Outcome.VALID
