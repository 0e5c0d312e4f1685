"""The contexts of this installation, and the shapes of what was signed or verified before."""

from __future__ import annotations

from django.conf import settings

from cairn.vc.added_contexts import contexts_in
from cairn.vc.documents import ContextLoader, pinned_context
from cairn.vc.shape_cache import ShapeCache

CONTEXTS: ContextLoader = (
    contexts_in(settings.CAIRN_CONTEXTS) if settings.CAIRN_CONTEXTS else pinned_context
)
"""Those that Cairn carries, and those that whoever runs the installation has added."""

SHAPES = ShapeCache(CONTEXTS)
"""One for the process: what is issued here is most of what is verified here."""
