"""PyLD 3.3.0 with our pinned contexts: what another implementation makes of a document."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pyld import jsonld

from cairn.vc.documents import pinned_context

Load = Callable[[str], Mapping[str, Any]]


def pyld_canonical(document: Mapping[str, Any], *, load: Load = pinned_context) -> str:
    """Return PyLD's canonical N-Quads; not to be trusted for control characters."""
    return jsonld.normalize(
        document,
        {
            "algorithm": "URDNA2015",
            "format": "application/n-quads",
            "rdfDirection": "i18n-datatype",
            "base": None,
            "documentLoader": lambda url, _: {
                "contentType": "application/ld+json",
                "contextUrl": None,
                "documentUrl": url,
                "document": json.loads(json.dumps(dict(load(url)))),
            },
        },
    )
