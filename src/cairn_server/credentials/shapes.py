"""The shapes of the credentials and lists that this process has signed or verified before."""

from __future__ import annotations

from cairn.vc.shape_cache import ShapeCache

SHAPES = ShapeCache()
"""One for the process: what is issued here is most of what is verified here."""
