"""
The checks of a document alone, in their order: readable, contexts, model, data_loss.

Where a document like it went through all of them without a remark, only what could differ is
asked, see `cairn.vc.conforming`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from cairn.vc import checks_document
from cairn.vc.achievement_model import achievement_violations
from cairn.vc.conforming import Conformity, conformity_of
from cairn.vc.documents import ContextLoader
from cairn.vc.model import Violation, credential_violations
from cairn.vc.report import Check, CheckOutcome
from cairn.vc.shape_cache import ShapeCache
from cairn.vc.shelf import Sight

NAMES = ("readable", "contexts", "model", "data_loss")
_WITHOUT_FAULT = tuple(map(Check.passed, NAMES))


class Alone(NamedTuple):
    """
    What was found in a document alone.

    Attributes:
        checks: the four; only the first where that did not pass.
        digest: None if it has none, or need not have one.
        known: what was known of documents like it, if all that was asked of it was what is left.
    """

    checks: tuple[Check, ...]
    digest: bytes | None = None
    known: Conformity | None = None


class Reading(NamedTuple):
    """
    How documents are read.

    Attributes:
        is_covered: whether a signature around the document covers it as it stands.
        max_record_members: how many members a learner record may have.
    """

    load: ContextLoader
    allow_inline: bool = False
    is_covered: bool = False
    shapes: ShapeCache | None = None
    max_record_members: int = checks_document.MAX_MEMBERS

    def alone(self, document: Any) -> Alone:
        """Return the checks of `document` alone, which may be anything."""
        sight = self._sight(document)
        if sight is not None and sight.edition.conformity is not None:
            digest, known = sight.edition.digest(sight.texts), sight.edition.conformity
            if digest is not None and known.holds(document, sight.texts):
                return Alone(_WITHOUT_FAULT, digest, known)
        found = self._in_full(document)
        if sight is not None and found.checks == _WITHOUT_FAULT:
            sight.edition.conformity = conformity_of(sight.edition, document)
        return found

    def _sight(self, document: Any) -> Sight | None:
        shapes = self.shapes
        if shapes is None or type(document) is not dict or self.allow_inline or self.is_covered:
            return None
        if self.load is not shapes.load:
            return None
        return shapes.sight({name: value for name, value in document.items() if name != "proof"})

    def _in_full(self, document: Any) -> Alone:
        first = checks_document.readable(document, max_record_members=self.max_record_members)
        if first.outcome is not CheckOutcome.PASSED:
            return Alone((first,))
        contexts = checks_document.contexts(
            document, load=self.load, allow_inline=self.allow_inline
        )
        model = checks_document.model(document, _violations)
        lossless, digest = Check.not_checked("data_loss"), None
        if self.is_covered:
            lossless = Check.not_applicable("data_loss", "the signature covers every byte")
        elif contexts.outcome is CheckOutcome.PASSED:
            lossless, digest = checks_document.data_loss(
                document, load=self.load, allow_inline=self.allow_inline, shapes=self.shapes
            )
        return Alone((first, contexts, model, lossless), digest)


def _violations(document: Mapping[str, Any]) -> list[Violation]:
    return [*credential_violations(document), *achievement_violations(document)]
