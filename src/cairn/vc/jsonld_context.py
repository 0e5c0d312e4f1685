"""
JSON-LD contexts: from the short words of a document to the IRIs that they stand for.

What the contexts of credentials do not use and what could hide or move data is refused:
`@import`, `@nest`, `@reverse`, `@base`.

Source: W3C Recommendation, JSON-LD 1.1 Processing Algorithms and API, 16 July 2020, sections
"Context Processing Algorithm", "Create Term Definition", "IRI Expansion".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from cairn.errors import BudgetExceeded, MalformedCredential, UnknownContext
from cairn.vc.documents import ContextLoader

MAX_CONTEXTS = 32
MAX_NESTED_CONTEXTS = 8
MAX_NEW_CONTEXTS = 256

KEYWORDS = frozenset(
    "@" + name
    for name in (
        *("base", "container", "context", "default", "direction", "graph", "id", "import"),
        *("included", "index", "json", "language", "list", "nest", "none", "prefix"),
        *("propagate", "protected", "reverse", "set", "type", "value", "version", "vocab"),
    )
)
CONTAINERS = frozenset(("@graph", "@id", "@index", "@language", "@list", "@set", "@type"))
UNSET: Final = "@unset"
"""Stands where a context says nothing, which is not the same as saying null."""

ABSOLUTE_IRI = re.compile(r"[A-Za-z][-+.A-Za-z0-9]*:[^\x00-\x20<>\"{}|\\^`\x7f\ud800-\udfff]*\Z")
_KEYWORD_FORM = re.compile(r"@[A-Za-z]+\Z")
_TERM_MEMBERS = frozenset(
    (
        *("@id", "@type", "@container", "@context", "@language", "@direction", "@index"),
        *("@prefix", "@protected"),
    )
)


@dataclass(frozen=True, slots=True)
class Term:
    """What one word means; equal if it means the same, protected or not."""

    iri: str | None
    prefix: bool = False
    protected: bool = field(default=False, compare=False)
    type: str | None = None
    container: frozenset[str] = frozenset()
    language: str | None = UNSET
    direction: str | None = UNSET
    index: str | None = None
    context: Any = UNSET
    node: str | None = field(default=None, compare=False)

    @property
    def is_scoped(self) -> bool:
        return self.context is not UNSET


@dataclass(slots=True, eq=False)
class ActiveContext:
    """The words that are in force at one place of a document."""

    terms: dict[str, Term] = field(default_factory=dict)
    vocab: str | None = None
    language: str | None = None
    direction: str | None = None
    previous: ActiveContext | None = None
    derived: dict[Any, ActiveContext] = field(default_factory=dict)
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    words: dict[str, str] | None = None
    weight: int = 0

    def copy(self) -> ActiveContext:
        return ActiveContext(
            dict(self.terms), self.vocab, self.language, self.direction, self.previous
        )

    def aliases_of(self, keyword: str) -> tuple[str, ...]:
        """Return the words, the keyword itself among them, that mean `keyword` here."""
        found = self.aliases.get(keyword)
        if found is None:
            names = (name for name, term in self.terms.items() if term.iri == keyword)
            found = self.aliases[keyword] = (keyword, *names)
        return found

    def word_for(self, iri: str) -> str | None:
        """Return the word that stands for `iri` here, if there is one."""
        if self.words is None:
            self.words = {term.iri: name for name, term in self.terms.items() if term.iri}
        return self.words.get(iri)

    def expand(self, value: str, *, vocab: bool) -> str | None:
        """
        Return the IRI or keyword that `value` stands for; a relative one as it is.

        None stands for what has no meaning: a word set to null, an unknown keyword.

        Args:
            vocab: whether words of the context count (they do not in an `id`).
        """
        term = self.terms.get(value)
        if term is not None and (vocab or term.iri in KEYWORDS):
            return term.iri
        if value.startswith("@"):
            if value in KEYWORDS:
                return value
            if _KEYWORD_FORM.match(value):
                return None
        prefix, colon, suffix = value.partition(":")
        if colon and prefix:
            return self._expand_compact(value, prefix, suffix)
        if vocab and self.vocab is not None:
            return self.vocab + value
        return value

    def _expand_compact(self, value: str, prefix: str, suffix: str) -> str:
        if prefix == "_" or suffix.startswith("//"):
            return value
        term = self.terms.get(prefix)
        if term is not None and term.prefix and term.iri is not None:
            return term.iri + suffix
        return value


@dataclass(slots=True)
class Contexts:
    """
    Makes the active contexts of one document and keeps them below `root` for the next.

    Args:
        load: from URL to document; must answer the same for the same URL always.
        root: the empty context; two documents may share it if they share `load`.
    """

    load: ContextLoader
    root: ActiveContext = field(default_factory=ActiveContext)
    made: int = 0

    def local(self, active: ActiveContext, local: Any, *, allow_inline: bool) -> ActiveContext:
        """Return what `active` becomes below an `@context` of a document."""
        urls = local if isinstance(local, list) else [local]
        if len(urls) > MAX_CONTEXTS:
            raise BudgetExceeded(f"An @context names more than {MAX_CONTEXTS} contexts")
        if not all(isinstance(url, str) for url in urls):
            if not allow_inline:
                raise UnknownContext(
                    "A context is written inside the document, where a signature does not cover "
                    "it; name contexts by their URL"
                )
            return self._process(active, local)
        return self._derived(active, tuple(urls), local)

    def scoped_to_type(self, active: ActiveContext, term: Term) -> ActiveContext:
        """Return what `active` becomes inside an object of a type that brings a context."""
        return self._derived(active, (id(term), "type"), term.context, propagate=False)

    def scoped_to_property(self, active: ActiveContext, term: Term) -> ActiveContext:
        """Return what `active` becomes below a member that brings a context."""
        return self._derived(active, (id(term), "property"), term.context, override=True)

    def _derived(self, active: ActiveContext, key: Any, local: Any, **how: bool) -> ActiveContext:
        found = active.derived.get(key)
        if found is None:
            found = active.derived[key] = self._process(active, local, **how)
        return found

    def _process(
        self,
        active: ActiveContext,
        local: Any,
        *,
        override: bool = False,
        propagate: bool = True,
        depth: int = 0,
    ) -> ActiveContext:
        self.made += 1
        if self.made > MAX_NEW_CONTEXTS:
            raise BudgetExceeded(
                f"The document changes its context in more than {MAX_NEW_CONTEXTS} new ways; "
                "split it into smaller documents"
            )
        if isinstance(local, Mapping) and "@propagate" in local:
            propagate = local["@propagate"] is not False
        result = active.copy()
        if not propagate and result.previous is None:
            result.previous = active
        for item in local if isinstance(local, list) else [local]:
            if item is None:
                result = _cleared(result, override=override, propagate=propagate)
            elif isinstance(item, str):
                result = self._process(result, self._loaded(item, depth), depth=depth + 1)
            elif isinstance(item, Mapping):
                _Definer(result, item, override).define_all()
            else:
                raise UnknownContext(f"A context must be a URL, not {str(item)[:40]}")
        return result

    def _loaded(self, url: str, depth: int) -> Any:
        if depth >= MAX_NESTED_CONTEXTS:
            raise UnknownContext(f"{url[:200]}: contexts refer to one another without end")
        document: Any = self.load(url)
        if not isinstance(document, Mapping) or "@context" not in document:
            raise UnknownContext(f"{url[:200]} is not a context: it has no @context")
        return document["@context"]


def _cleared(active: ActiveContext, *, override: bool, propagate: bool) -> ActiveContext:
    if not override and any(term.protected for term in active.terms.values()):
        raise MalformedCredential("A context of null would undo protected terms; remove it")
    return ActiveContext(previous=None if propagate else active)


class _Definer:
    """Writes the terms of one context object into an active context."""

    __slots__ = ("active", "local", "override", "protected", "state")

    def __init__(self, active: ActiveContext, local: Mapping[str, Any], override: bool) -> None:
        self.active = active
        self.local = local
        self.override = override
        self.protected = local.get("@protected") is True
        self.state: dict[str, bool] = {}

    def define_all(self) -> None:
        for keyword in ("@import", "@base"):
            if self.local.get(keyword) is not None:
                raise UnknownContext(f"The context uses {keyword}, which is not allowed here")
        if self.local.get("@version", 1.1) != 1.1:
            raise UnknownContext("The context asks for another version than JSON-LD 1.1")
        if "@vocab" in self.local:
            self.active.vocab = self._vocab(self.local["@vocab"])
        if "@language" in self.local:
            self.active.language = _language(self.local["@language"])
        if "@direction" in self.local:
            self.active.direction = _direction(self.local["@direction"])
        for name in self.local:
            if name not in KEYWORDS:
                self.define(name)

    def define(self, name: str) -> None:
        """Define one term and, before it, those that it is written with."""
        if name in self.state:
            if not self.state[name]:
                raise UnknownContext(f"The term {name} is defined by itself")
            return
        self.state[name] = False
        if not name or _KEYWORD_FORM.match(name):
            raise UnknownContext(f"The context defines {name!r}, which cannot be a term")
        old = self.active.terms.pop(name, None)
        term = self._term(name, self.local[name])
        if old is not None and old.protected and not self.override:
            if old != term:
                raise MalformedCredential(
                    f"A context gives the protected term {name} another meaning; remove that "
                    "context"
                )
            term = old
        self.active.terms[name] = term
        self.state[name] = True

    def _term(self, name: str, value: Any) -> Term:
        if value is None:
            return Term(None, protected=self.protected)
        if isinstance(value, str):
            iri = self._iri_of(name, value)
            return _finished(Term(iri, prefix=_may_prefix(name, iri), protected=self.protected))
        if not isinstance(value, Mapping):
            raise UnknownContext(f"The term {name} must be a text or an object")
        unknown = next((key for key in value if key not in _TERM_MEMBERS), None)
        if unknown is not None:
            raise UnknownContext(f"The term {name} uses {unknown}, which is not supported")
        return _finished(self._described(name, value))

    def _described(self, name: str, value: Mapping[str, Any]) -> Term:
        iri = self._iri_of(name, value.get("@id", name))
        term = Term(
            iri,
            prefix=value.get("@prefix") is True,
            protected=value.get("@protected", self.protected) is True,
            type=self._type(name, value["@type"]) if "@type" in value else None,
            container=_container(name, value.get("@container")),
            index=self._index(value.get("@index")),
            context=value.get("@context", UNSET),
        )
        if "@language" in value and term.type is None:
            term = replace(term, language=_language(value["@language"]))
        if "@direction" in value and term.type is None:
            term = replace(term, direction=_direction(value["@direction"]))
        return term

    def _iri_of(self, name: str, wanted: Any) -> str | None:
        if wanted is None:
            return None
        if not isinstance(wanted, str):
            raise UnknownContext(f"The @id of the term {name} must be a text")
        if wanted != name:
            iri = self._expand(wanted)
        elif ":" in name[1:]:
            self._define_prefix(name)
            iri = self.active.expand(name, vocab=True)
        elif self.active.vocab is not None:
            iri = self.active.vocab + name
        else:
            raise UnknownContext(f"The term {name} stands for no IRI")
        if iri is None or iri == "@context" or (iri not in KEYWORDS and ":" not in iri):
            raise UnknownContext(f"The term {name} stands for {wanted[:80]!r}, which is no IRI")
        return iri

    def _type(self, name: str, wanted: Any) -> str:
        iri = self._expand(wanted) if isinstance(wanted, str) else None
        if iri in ("@id", "@vocab", "@json", "@none"):
            return iri
        if iri is None or ABSOLUTE_IRI.match(iri) is None:
            raise UnknownContext(f"The @type of the term {name} is no IRI")
        return iri

    def _index(self, wanted: Any) -> str | None:
        return self._expand(wanted) if isinstance(wanted, str) else None

    def _vocab(self, wanted: Any) -> str | None:
        if wanted is None:
            return None
        iri = self._expand(wanted) if isinstance(wanted, str) else None
        if iri is None or ABSOLUTE_IRI.match(iri) is None:
            raise UnknownContext("The @vocab of the context is not an absolute IRI")
        return iri

    def _expand(self, value: str) -> str | None:
        if value in self.local and value not in KEYWORDS:
            self.define(value)
        else:
            self._define_prefix(value)
        return self.active.expand(value, vocab=True)

    def _define_prefix(self, value: str) -> None:
        prefix, colon, suffix = value.partition(":")
        if colon and prefix in self.local and not suffix.startswith("//"):
            self.define(prefix)


def _finished(term: Term) -> Term:
    if term.iri is None or ABSOLUTE_IRI.match(term.iri) is None:
        return term
    return replace(term, node=f"<{term.iri}>")


def _may_prefix(name: str, iri: str | None) -> bool:
    return iri is not None and ":" not in name and "/" not in name and iri[-1:] in ":/?#[]@"


def _container(name: str, value: Any) -> frozenset[str]:
    values = value if isinstance(value, list) else [] if value is None else [value]
    wrong = next((item for item in values if item not in CONTAINERS), None)
    if wrong is not None:
        raise UnknownContext(f"The term {name} has the unknown container {str(wrong)[:40]}")
    return frozenset(values)


def _language(value: Any) -> str | None:
    if value is not None and not isinstance(value, str):
        raise UnknownContext("The @language of a context must be a text")
    return None if value is None else value.lower()


def _direction(value: Any) -> str | None:
    if value not in ("ltr", "rtl", None):
        raise UnknownContext("The @direction of a context must be ltr or rtl")
    return None if value is None else str(value)
