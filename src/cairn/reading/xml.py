"""Strict XML: elements, attributes and text; nothing that declares, refers or instructs."""

from __future__ import annotations

from typing import Any, NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from cairn.errors import InputTooLarge, MalformedInput


def read_xml(data: bytes, *, max_bytes: int = 16 << 20, max_depth: int = 64) -> Element:
    """
    Return the root element of one XML document; comments are left out.

    Names are `{namespace}local`, as everywhere in `xml.etree.ElementTree`.

    Raises:
        InputTooLarge: beyond `max_bytes` or `max_depth`.
        MalformedInput: not well-formed, or with a document type declaration, an entity or a
            processing instruction. The text names the line.
    """
    if len(data) > max_bytes:
        raise InputTooLarge(f"The XML is larger than {max_bytes:,} bytes; send less at a time")
    reader = _Reader(max_depth)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise MalformedInput(
            f"Line {error.lineno}, column {error.offset + 1}: not XML, "
            f"{expat.ErrorString(error.code)}"
        ) from None
    except (LookupError, ValueError) as error:
        raise MalformedInput(f"Not XML: {error}; save it as UTF-8") from None
    return reader.tree.close()


class _Reader:
    __slots__ = ("depth", "max_depth", "parser", "tree")

    def __init__(self, max_depth: int) -> None:
        self.max_depth = max_depth
        self.depth = 0
        self.tree = TreeBuilder()
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.ordered_attributes = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self.tree.data
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.ProcessingInstructionHandler = self._refuse_instruction

    def _start(self, name: str, attributes: list[str]) -> None:
        self.depth += 1
        if self.depth > self.max_depth:
            raise InputTooLarge(f"{self._where()}: nested deeper than {self.max_depth} levels")
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        self.tree.start(_name(name), {_name(key): value for key, value in pairs})

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.tree.end(_name(name))

    def _refuse_doctype(self, *_: Any) -> NoReturn:
        raise MalformedInput(f"{self._where()}: a document type declaration; remove it")

    def _refuse_instruction(self, target: str, _: str) -> NoReturn:
        raise MalformedInput(f"{self._where()}: the instruction {target[:40]}; remove it")

    def _where(self) -> str:
        return f"Line {self.parser.CurrentLineNumber}"


def _name(expanded: str) -> str:
    return "{" + expanded if "}" in expanded else expanded
