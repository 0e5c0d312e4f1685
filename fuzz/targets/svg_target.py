"""
SVG: what is accepted is inert for another reader too; a credential goes in and comes out.

The bytes are a picture as they stand, or choose its elements and attributes.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from cairn.errors import ImageRefused
from cairn.openbadges.svg import bake_svg, unbake_svg
from cairn.openbadges.svg_reading import read_picture
from fuzz.choices import Choices
from fuzz.promises import answer, promise
from tests.pictures import SVG

CREDENTIAL = '{"name":"]]> & <Zo\u00eb>"}'
TOKEN = "eyJhbGciOiJFZERTQSJ9.e30.c2ln"
BEGIN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" xmlns:h="http://www.w3.org/1999/xhtml"'
    ' xmlns:ob="http://openbadges.org">',
    '<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg">',
    '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/'
    'svg11.dtd"><svg xmlns="http://www.w3.org/2000/svg">',
    '<!DOCTYPE svg [<!ENTITY x "y">]><svg xmlns="http://www.w3.org/2000/svg">',
    "<s:svg xmlns:s='http://www.w3.org/2000/svg' id='a>b'>",
)
ELEMENTS = (
    *("g", "path", "use", "style", "text", "a", "script", "image", "foreignObject", "metadata"),
    *("animate", "set", "linearGradient", "filter", "feImage", "title", "h:script", "h:p", "s:g"),
    *("openbadges:credential", "ob:assertion", "switch", "defs", "mask", "svg", "style", "handler"),
)
ATTRIBUTES = (
    *("href", "xlink:href", "style", "fill", "onload", "onclick", "class", "id", "d", "verify"),
    *("xml:base", "xmlns", "xmlns:s", "src", "attributeName", "to", "transform", "mask", "filter"),
)
VALUES = (
    *(
        "#a",
        "",
        "url(#a)",
        "url(https://e.example/p)",
        "u\\72l(//e.example)",
        "javascript:alert(1)",
    ),
    *("data:text/html,x", "fill:url( 'x')", "@import 'x'", "http://www.w3.org/1999/xhtml", TOKEN),
    *(
        "url(&#x23;a)",
        "URL( //e )",
        "url(/**/#a)",
        "href",
        "url(\n#a)",
        "image-set('x')",
        " #a",
        "\u00a0#a",
        "url(\u2003#a)",
    ),
)
PIECES = ("<!-- x -->", "<?x y?>", "&#0;", "&x;", "&lt;", "{}", "<![CDATA[{}]]>", TOKEN, "]]>", "x")
ACTIVE = {"script", "foreignObject", "handler", "iframe", "feImage", "a", "set", "animate"}
FETCHING = re.compile(r"url\((?![ \t\n\f\r]*['\"]?[ \t\n\f\r]*#)", re.IGNORECASE)
IN_STYLE = re.compile(FETCHING.pattern + r"|@import|image-set\(|expression\(|\\", re.IGNORECASE)


def seeds() -> list[bytes]:
    """Return pictures: plain, baked in each form; and choices of elements."""
    baked = [bake_svg(SVG, CREDENTIAL), bake_svg(SVG, TOKEN)]
    return [SVG, *baked, *(bytes(range(start, start + 60)) for start in (0, 33, 120))]


def check(data: bytes) -> None:
    """Take out what is in it, bake anew, and look at what was accepted with ElementTree."""
    image = data if data.lstrip()[:1] == b"<" else _picture(Choices(data)).encode()
    answer(lambda: unbake_svg(image), ImageRefused)
    if answer(lambda: read_picture(image), ImageRefused) is None:
        promise(answer(lambda: bake_svg(image, TOKEN), ImageRefused) is None, "baked, not read")
        return
    _check_inert(image)
    for credential in (CREDENTIAL, TOKEN):
        _check_baking(image, credential)


def _check_baking(image: bytes, credential: str) -> None:
    baked = answer(lambda: bake_svg(image, credential), ImageRefused)
    if baked is None:
        return
    promise(_same(unbake_svg(baked), credential), "what was baked does not come out")
    promise(bake_svg(baked, credential) == baked, "baking again changes the picture")
    _check_inert(baked)


def _same(found: str, credential: str) -> bool:
    return found.replace("\\u003e", ">") == credential


def _check_inert(image: bytes) -> None:
    for element in ElementTree.fromstring(image).iter():  # the reader refused every entity
        space, _, name = str(element.tag).rpartition("}")
        promise(name not in ACTIVE, f"the element {element.tag} is let through")
        promise("xhtml" not in space, f"the element {element.tag} is let through")
        if name == "style":
            promise(IN_STYLE.search("".join(element.itertext())) is None, "a style fetches")
        for attribute, value in element.attrib.items():
            _check_attribute(attribute, value)


def _check_attribute(attribute: str, value: str) -> None:
    name = attribute.rpartition("}")[2]
    promise(not name.lower().startswith("on"), f"the attribute {attribute} is let through")
    promise(name not in ("base", "src"), f"the attribute {attribute} is let through")
    if name == "href":
        promise(value.lstrip(" \t\n\r").startswith("#"), f"a reference leads to {value!r}")
    if name != "verify":
        pattern = IN_STYLE if name == "style" else FETCHING
        promise(pattern.search(value) is None, f"{attribute} fetches: {value!r}")


def _picture(choices: Choices) -> str:
    begin = choices.one_of(BEGIN)
    end = "</s:svg>" if begin.startswith("<s:") else "</svg>"
    return begin + _content(choices, 0) + end


def _content(choices: Choices, depth: int) -> str:
    made = []
    while choices.left and choices.number(4):
        if choices.number(4) == 0 or depth > 6:
            made.append(choices.one_of(PIECES))
            continue
        name = choices.one_of(ELEMENTS)
        attributes = {
            choices.one_of(ATTRIBUTES): choices.one_of(VALUES) for _ in range(choices.number(3))
        }
        written = "".join(f' {key}="{value}"' for key, value in attributes.items())
        made.append(f"<{name}{written}>{_content(choices, depth + 1)}</{name}>")
    return "".join(made)
