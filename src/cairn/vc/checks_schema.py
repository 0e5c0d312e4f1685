"""
The check of the schemas that a credential names: which were applied, and which were not.

Cairn holds Open Badges to tables of its own that say what the published JSON Schemas say
(`cairn.vc.achievement_shapes`, compared with them in the tests); it fetches no schema and runs
none. One that it does not know is told, for nobody may think that it was applied.

Sources: W3C Verifiable Credentials Data Model 2.0, "Data Schemas"; 1EdTech, Open Badges
Specification 3.0, "1EdTechJsonSchemaValidator2019".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cairn.vc.members import id_of, listed, types_of
from cairn.vc.report import Check, CheckOutcome

NAME = "schema"
_VALIDATORS = {"1EdTechJsonSchemaValidator2019", "JsonSchema"}
_OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
_APPLIED = {
    f"{_OPEN_BADGES}ob_v3p0_achievementcredential_schema.json": (
        "AchievementCredential",
        "OpenBadgeCredential",
    ),
    f"{_OPEN_BADGES}ob_v3p0_endorsementcredential_schema.json": ("EndorsementCredential",),
}
"""Schemas whose rules the model keeps, and the types of credentials that it keeps them for."""

_LONGEST = 200  # characters of an address that are shown


def schemas(document: Mapping[str, Any], model: Check) -> Check | None:
    """
    Return which schemas that `document` names were applied; None if it names none.

    What was not applied never changes the outcome.

    Args:
        model: what the check of the data model found.
    """
    named = listed(document.get("credentialSchema"))
    if not named:
        return None
    if model.outcome is not CheckOutcome.PASSED:
        return Check.not_checked(NAME)
    types = set(types_of(document))
    unknown = [_address(one) for one in named if not _is_applied(one, types)]
    if unknown:
        return Check.not_checked(NAME, f"it names the schema {unknown[0]}, which was not applied")
    return Check.passed(NAME, f"the rules of {_address(named[0])} were applied")


def _is_applied(schema: Any, types: set[str]) -> bool:
    kept_for = _APPLIED.get(id_of(schema) or "", ())
    return bool(_VALIDATORS & set(types_of(schema)) and types & set(kept_for))


def _address(schema: Any) -> str:
    return (id_of(schema) or "without an address")[:_LONGEST]
