"""
From JSON values to RDF literals.

Source: W3C Recommendation, JSON-LD 1.1 Processing Algorithms and API, sections "Value
Expansion", "Object to RDF Conversion" and "Data Round Tripping"; base direction as
`i18n-datatype`, section "The rdfDirection option", which the RDFC cryptosuites in use choose
so that a proof covers it.
"""

from __future__ import annotations

import re
from math import isfinite

from cairn.errors import MalformedCredential
from cairn.vc.jsonld_place import Path, show
from cairn.vc.nquads import XSD_BOOLEAN, XSD_DOUBLE, XSD_INTEGER, literal

I18N = "https://www.w3.org/ns/i18n#"

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*\Z")
LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


def text_literal(
    text: str,
    *,
    datatype: str | None = None,
    language: str | None = None,
    direction: str | None = None,
    path: Path = (),
) -> str:
    """
    Return the literal of a text: with a datatype, or with language and base direction.

    Raises:
        MalformedCredential: for a malformed language tag, a direction other than ltr or rtl,
            or half of a surrogate pair.
    """
    if not text.isascii() and LONE_SURROGATE.search(text):
        raise MalformedCredential(f"{show(path)} holds half of a surrogate pair; remove it")
    if language is not None:
        if _LANGUAGE.match(language) is None:
            raise MalformedCredential(f"{show(path)}: {language!r:.40} is not a language tag")
        language = language.lower()
    if direction is None:
        return literal(text, datatype=datatype, language=language)
    if direction not in ("ltr", "rtl"):
        raise MalformedCredential(f"{show(path)}: the direction must be ltr or rtl")
    return literal(text, datatype=f"{I18N}{language or ''}_{direction}")


def native_literal(value: bool | int | float, datatype: str | None = None) -> str:
    """
    Return the literal of a JSON boolean or number.

    Whole numbers below 1e21 are written as xsd:integer, others as xsd:double with 16
    significant digits; `datatype`, if given, replaces that name.
    """
    if isinstance(value, bool):
        return literal("true" if value else "false", datatype=datatype or XSD_BOOLEAN)
    if isinstance(value, float) and not isfinite(value):
        raise MalformedCredential(f"{value} is not a number that JSON knows")
    if datatype == XSD_DOUBLE or value != int(value) or abs(value) >= 1e21:
        return literal(double_form(value), datatype=datatype or XSD_DOUBLE)
    return literal(str(int(value)), datatype=datatype or XSD_INTEGER)


def double_form(value: int | float) -> str:
    """Return the canonical lexical form of xsd:double, as 5.3E0."""
    mantissa, _, exponent = f"{float(value):.15E}".partition("E")
    mantissa = mantissa.rstrip("0")
    return f"{mantissa}{'0' if mantissa.endswith('.') else ''}E{int(exponent)}"
