from __future__ import annotations

import pytest

from cairn.openbadges.svg_vocabulary import ATTRIBUTES, ELEMENTS, INERT_NAMESPACES, PREFIXED


def test_nothing_that_runs_or_embeds_is_listed():
    """From SVG 1.1 and 2: what carries scripts, documents, links or animation."""
    active = "script handler listener foreignObject iframe object embed audio video canvas a"
    embedding = "image feImage animate animateMotion animateTransform set discard mpath cursor"

    assert not ELEMENTS & {*active.split(), *embedding.split()}


@pytest.mark.parametrize("words", [ATTRIBUTES, PREFIXED])
def test_no_attribute_runs_or_points_elsewhere(words):
    assert not [word for word in words if word.lower().startswith("on")]
    assert not words & {"href", "src", "base", "from", "to", "by", "attributeName", "begin"}
    assert not [word for word in words if word.endswith((" href", " base"))]


def test_no_namespace_with_a_meaning_to_browsers_is_inert():
    """SVG, XHTML, MathML and XLink have one."""
    meaning = ("2000/svg", "1999/xhtml", "1998/Math/MathML", "1999/xlink")

    assert not [name for name in INERT_NAMESPACES if name.endswith(meaning)]
