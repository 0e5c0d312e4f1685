"""
Objects of a document that are one node of its RDF, because they have one id.

A signature covers what is said of a node and not which of its objects says it: whoever holds
the document could move a last day or a status from the credential to, say, its evidence, if
that has the id of the credential. So a member may not stand at another object of a node than at
the one where a reader looks for it, and two that are read may not say different things. Objects of
which nothing but a name or a picture is read, such as the issuer and the creator of an
achievement, may differ: all that they say, the signer says of the same one.

Source: W3C Recommendation, JSON-LD 1.1 Processing Algorithms and API, "Node Map Generation",
by which objects of one id are merged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations, product
from typing import Any, Final, NamedTuple

from cairn.errors import BudgetExceeded, NodeDivided
from cairn.vc.achievement_shapes import SHAPES
from cairn.vc.jsonld_context import ActiveContext
from cairn.vc.jsonld_place import Path, show
from cairn.vc.members import listed, types_of

MAX_OBJECTS_OF_A_NODE = 64

_SUBJECTS = {"AchievementSubject", "EndorsementSubject", "ClrSubject"}
_CREDENTIALS: Final = frozenset(
    (
        *("VerifiableCredential", "VerifiablePresentation", "AchievementCredential"),
        *("OpenBadgeCredential", "EndorsementCredential", "ClrCredential"),
        *("BitstringStatusListCredential", "StatusList2021Credential"),
    )
)
_CLASS_AT = {
    member: name
    for shape in SHAPES.values()
    for member, kind in shape.members.items()
    if (name := kind.rstrip("*")) in SHAPES and name not in _CREDENTIALS
}
_ALIKE = frozenset(("Profile", "Evidence", "Image", "Related"))
"""Classes of which little is read: what leaves them, or comes to them, decides nothing."""

_ENCLOSED_AT = frozenset(("endorsement", "verifiableCredential"))


class NodeObject(NamedTuple):
    """
    One object of a node.

    Attributes:
        key: the member that it is the value of; empty for the whole document.
        outer: the words around it.
        active: the words in it, those of its types among them.
    """

    element: Mapping[str, Any]
    path: Path
    key: str
    outer: ActiveContext
    active: ActiveContext

    @property
    def is_bare(self) -> bool:
        """Whether it has nothing but its id."""
        return len(self.element) == 1

    @property
    def is_said(self) -> bool:
        """Whether it is more than a reference; the subject of a credential always is."""
        return not self.is_bare or self.key == "credentialSubject"

    @property
    def place(self) -> str | None:
        """The class of what stands here, by the member that it is the value of."""
        return "Profile" if self.key == "holder" else _CLASS_AT.get(self.key)

    def said(self) -> dict[str, str]:
        """Return what it says by each predicate; neither order nor repeats say anything."""
        found: dict[str, set[str]] = {}
        for key, value in self.element.items():
            predicate = self.active.expand(key, vocab=True)
            if predicate is not None and not predicate.startswith("@"):
                values = {json.dumps(item, sort_keys=True) for item in listed(value)}
                found.setdefault(predicate, set()).update(values)
        return {predicate: "\n".join(sorted(values)) for predicate, values in found.items()}

    def reads(self, predicate: str) -> bool:
        """Return whether a reader of JSON would look for `predicate` in this object."""
        if not self.path or (self.key == "credentialSubject" and not self._classes()):
            vocabulary = self.active.vocab
            is_named = vocabulary is not None and predicate.startswith(vocabulary)
            return is_named or self.active.word_for(predicate) is not None
        classes = self._classes()
        if classes:
            words = (word for name in classes for word in SHAPES[name].members)
            return any(self.active.expand(word, vocab=True) == predicate for word in words)
        word = self.active.word_for(predicate)
        return word is not None and self.outer.terms.get(word) != self.active.terms[word]

    def _classes(self) -> Sequence[str]:
        if self.place is not None:
            return (self.place,)
        types = types_of(self.element)
        return types if types and _SUBJECTS.issuperset(types) else ()


Nodes = Mapping[tuple[str, str], Sequence[NodeObject]]
"""The objects of each node, by its graph and its term."""


def repeated(nodes: Nodes) -> Iterator[list[NodeObject]]:
    """Yield the objects of each node that has several, unless these may differ in all."""
    for objects in nodes.values():
        if len(objects) > 1 and not _are_alike(objects):
            yield list(objects)


def _are_alike(objects: Sequence[NodeObject]) -> bool:
    places = {one.place for one in objects}
    return len(places) == 1 and places <= _ALIKE


Keyed = Sequence[tuple[str, str, Path]]
"""Nodes of which the key of a map says a type or an index: graph, term, place of the key."""


def refuse_divided(nodes: Nodes, keyed: Keyed = ()) -> None:
    """
    Refuse a document that a signature would not tell from another one that is read otherwise.

    What lies in a credential inside, with a proof of its own, is covered by that one.

    Args:
        keyed: what a key says of a node could as well be said by any other object of it.

    Raises:
        NodeDivided: if a member could as well stand at another object of the same node.
        BudgetExceeded: if one node has too many objects.
    """
    _refuse_keyed(nodes, keyed)
    signed = {
        one.path
        for objects in nodes.values()
        for one in objects
        if one.key in _ENCLOSED_AT and "proof" in one.element
    }
    for objects in repeated(nodes):
        own = [one for one in objects if not _is_within(one.path, signed)]
        if len(own) > MAX_OBJECTS_OF_A_NODE:
            raise BudgetExceeded(
                f"More than {MAX_OBJECTS_OF_A_NODE} objects have the id of {show(own[0].path)}"
            )
        _judge(own, [one for one in objects if _is_within(one.path, signed)])


def _refuse_keyed(nodes: Nodes, keyed: Keyed) -> None:
    """Refuse a node that has both a key in a map and another object that says something."""
    for graph, term, path in keyed:
        for other in nodes.get((graph, term), ()):
            if not _is_within(other.path, {path}):
                raise NodeDivided(
                    f"{show(path)}: the key says something of {show(other.path)}, which has the "
                    "same id; a signature would not tell where it is said, so give it another id"
                )


def _judge(own: Sequence[NodeObject], inside: Sequence[NodeObject]) -> None:
    """Judge the objects of one node; those `inside` have another proof."""
    said = {one.path: one.said() for one in own}
    for reader, other in permutations(own, 2):
        _refuse_type(reader, other)
        for predicate, values in said[other.path].items():
            is_said = said[reader.path].get(predicate) == values or reader.place in _ALIKE
            if not is_said and reader.reads(predicate):
                raise _divided(reader, other, predicate)
    for reader, (other, predicates) in product(own, [(one, one.said()) for one in inside]):
        _refuse_type(reader, other)
        for predicate in predicates:
            if _is_foreign(predicate, reader, other, said[reader.path]):
                raise _divided(reader, other, predicate)


def _is_foreign(
    predicate: str, reader: NodeObject, other: NodeObject, said: Mapping[str, str]
) -> bool:
    """Return whether a member in another credential belongs to this one."""
    if not reader.reads(predicate):
        return False
    return not reader.path or (predicate not in said and not other.reads(predicate))


def _refuse_type(reader: NodeObject, other: NodeObject) -> None:
    """Refuse a type that could as well stand at the whole document."""
    kinds = _CREDENTIALS.union(types_of(reader.element)).intersection(types_of(other.element))
    if not reader.path and kinds:
        raise NodeDivided(
            f"{show(other.path)}: has the id of the whole document and the type {min(kinds)}; "
            "give it an id or a type of its own"
        )


def _divided(reader: NodeObject, other: NodeObject, predicate: str) -> NodeDivided:
    word = reader.active.word_for(predicate) or predicate
    return NodeDivided(
        f"{show(other.path)}: has the id of {show(reader.path)} and says {word} by itself; a "
        "signature would not tell which of the two says it, so give it another id"
    )


def _is_within(path: Path, roots: set[Path]) -> bool:
    while path:
        if path in roots:
            return True
        path = path[0]
    return False
