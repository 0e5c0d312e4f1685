"""Reading an SVG picture as text that must be inert; where its root and its credentials stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from cairn.errors import ImageRefused
from cairn.openbadges.svg_vocabulary import ATTRIBUTES, ELEMENTS, INERT_NAMESPACES, PREFIXED

NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
NAMESPACE_V2 = "http://openbadges.org"
CREDENTIAL_ELEMENTS = {
    f"{NAMESPACE} credential": NAMESPACE,
    f"{NAMESPACE_V2} assertion": NAMESPACE_V2,
}
SVG = "http://www.w3.org/2000/svg"
MAX_IMAGE_BYTES = 4 << 20
MAX_DEPTH = 64
MAX_ELEMENTS = 100_000
PUBLISHED_DTD = "http://www.w3.org/Graphics/SVG/"
# White space as CSS and URLs know it: before any other, `#a` would lead out of the picture
BLANK = " \t\n\f\r"
REFERENCE = re.compile(rf"url\([{BLANK}]*['\"]?[{BLANK}]*(.?)", re.IGNORECASE)
# Functions of CSS that fetch a text in quotes, or run it
ACTIVE_FUNCTION = re.compile(r"(?:image|image-set|cross-fade|src|expression)\(", re.IGNORECASE)
TAG = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")


@dataclass(slots=True)
class Baked:
    """A credential element: its bytes in the picture, its text and its `verify` attribute."""

    namespace: str
    start: int
    verify: str
    end: int = 0
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)


@dataclass(slots=True)
class Picture:
    """Where the root tag stands (start, end in bytes), and what credentials follow it."""

    root: tuple[int, int] = (0, 0)
    baked: list[Baked] = field(default_factory=list)


def read_picture(image: bytes) -> Picture:
    """
    Return what stands where in `image`, after every element and attribute was looked at.

    Raises:
        ImageRefused: if it is not well formed, not UTF-8, too large, or anything in it could
            run, fetch or follow something.
    """
    if len(image) > MAX_IMAGE_BYTES:
        raise ImageRefused(f"The picture has more than {MAX_IMAGE_BYTES >> 20} MiB")
    try:
        image.decode()
    except UnicodeDecodeError as error:
        raise ImageRefused("The picture is not UTF-8; save it as UTF-8 and try again") from error
    reader = _Reader(image)
    try:
        reader.parser.Parse(image, True)
    except expat.ExpatError as error:
        raise ImageRefused(f"The picture is not well-formed XML: {error}") from error
    return reader.picture


class _Reader:
    """The handlers of one parse; a refusal is raised out of them."""

    def __init__(self, image: bytes) -> None:
        self.image = image
        self.picture = Picture()
        self.open: list[str] = []
        self.elements = 0
        self.inside: Baked | None = None
        self.style: list[str] = []
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.entity
        parser.SkippedEntityHandler = self.entity
        parser.ProcessingInstructionHandler = self.instruction
        parser.XmlDeclHandler = self.declaration

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        if len(self.open) >= MAX_DEPTH or self.elements > MAX_ELEMENTS:
            raise ImageRefused("The picture is nested too deeply or has too many elements")
        if not self.open:
            self._begin(name)
        if name in CREDENTIAL_ELEMENTS:
            self._begin_credential(name, attributes)
        elif self.inside is not None:
            raise ImageRefused("An element stands inside the credential, where only text may")
        else:
            _check_element(name)
            for attribute, value in attributes.items():
                _check_attribute(attribute, value)
        self.open.append(name)

    def end(self, name: str) -> None:
        self.open.pop()
        if self.inside is not None:
            self.inside.end = self._end_of_element(self.inside.start)
            self.inside = None
        if name == f"{SVG} style":
            _check_style("".join(self.style))
            self.style.clear()

    def text(self, text: str) -> None:
        if self.inside is not None:
            self.inside.pieces.append(text)
        elif self.open and self.open[-1] == f"{SVG} style":
            self.style.append(text)

    def doctype(self, name: str, system: str | None, public: str | None, subset: int) -> None:
        if subset or name != "svg" or not (system or PUBLISHED_DTD).startswith(PUBLISHED_DTD):
            raise ImageRefused("The picture has a document type of its own, which is not allowed")

    def entity(self, *declared: object) -> None:
        raise ImageRefused("The picture uses entities, which are not allowed")

    def instruction(self, target: str, data: str) -> None:
        raise ImageRefused(f"The picture holds the instruction {target!r}, which is not allowed")

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or "utf-8").lower() not in ("utf-8", "us-ascii"):
            raise ImageRefused(f"The picture is in {encoding}; save it as UTF-8 and try again")

    def _begin(self, name: str) -> None:
        if name != f"{SVG} svg":
            raise ImageRefused("This is not an SVG picture: its first element is not svg")
        start = self.parser.CurrentByteIndex
        self.picture.root = (start, self._end_of_tag(start))

    def _begin_credential(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.open) != 1 or self.inside is not None:
            raise ImageRefused("The credential does not stand directly inside the svg element")
        if attributes.keys() - {"verify"}:
            raise ImageRefused("The credential has an attribute that is not allowed there")
        verify = attributes.get("verify", "").strip()
        start = self.parser.CurrentByteIndex
        self.inside = Baked(CREDENTIAL_ELEMENTS[name], start, verify)
        self.picture.baked.append(self.inside)

    def _end_of_tag(self, start: int) -> int:
        tag = TAG.match(self.image, start)
        return tag.end() if tag else start

    def _end_of_element(self, start: int) -> int:
        end = self._end_of_tag(start)
        if self.image[end - 2 : end] == b"/>":
            return end
        return self._end_of_tag(self.parser.CurrentByteIndex)


def _check_element(name: str) -> None:
    namespace, _, local = name.rpartition(" ")
    if namespace in INERT_NAMESPACES or (namespace == SVG and local in ELEMENTS):
        return
    raise ImageRefused(f"The picture holds a {local!r} element, which is not allowed")


def _check_attribute(name: str, value: str) -> None:
    namespace, _, local = name.rpartition(" ")
    if namespace in INERT_NAMESPACES:
        return
    if local == "href" and namespace in ("", "http://www.w3.org/1999/xlink"):
        if not value.strip(BLANK).startswith("#"):
            raise ImageRefused("The picture points outside itself, which is not allowed")
        return
    known = local in ATTRIBUTES or local.startswith("data-")
    if name not in PREFIXED and (namespace or not known):
        raise ImageRefused(f"The picture holds a {local!r} attribute, which is not allowed")
    _check_style(value)


def _check_style(text: str) -> None:
    """Refuse what fetches or hides: an `@` rule, an escape, an address that is not `#…`."""
    if "@" in text or "\\" in text or ACTIVE_FUNCTION.search(text):
        raise ImageRefused("The picture has a style with a rule or an escape, not allowed")
    if any(first != "#" for first in REFERENCE.findall(text)):
        raise ImageRefused("The picture points outside itself, which is not allowed")
