"""
The words of Open Badges 3.0 where the standard enumerates them; each list is open to `ext:…`.

Source: 1EdTech, Open Badges Specification 3.0, "Enumerations".
"""

from __future__ import annotations

from cairn.vc.achievement_shapes import WORDS

ACHIEVEMENT_TYPES = WORDS["AchievementType"]

ALIGNMENT_TARGET_TYPES = WORDS["TargetType"]

IDENTIFIER_TYPES = WORDS["IdentifierType"]

RESULT_TYPES = WORDS["ResultType"]

RESULT_STATUSES = WORDS["ResultStatus"]
