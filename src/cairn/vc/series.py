"""
A series of credentials: each is made, signed and verified by the few texts that it has for itself.

All else is worked out once, from a pattern with a mark in the place of each such text: the JSON
between the texts, the canonical form (see `cairn.vc.edition`), the hash of the proof's options.
A credential of the series has the same bytes as if it had been written by itself.

What is verified once: the pattern goes the full way, with every check of `secure`; what is written
between the texts is read back as JSON and is the pattern; what the edition says is what the full
way says.
What is verified of each: the bytes that were written are read back; between its texts they are
those of the pattern, its texts are the ones that the signed hash was made from, and the signature
that stands there fits to that hash by the public key.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from json.encoder import encode_basestring
from typing import Any

from cairn.errors import MalformedCredential, ProofMismatch
from cairn.reading import read_json
from cairn.vc.compiling import compile_shape
from cairn.vc.data_integrity import secure
from cairn.vc.documents import ContextLoader, pinned_context
from cairn.vc.editing import edition_of
from cairn.vc.edition import Edition, Picker
from cairn.vc.keys import PublicKey
from cairn.vc.multibase import decode_multibase, encode_multibase
from cairn.vc.shape import describe, picker, places_of_texts

_READ = json.JSONDecoder().raw_decode
_HASH_LENGTH = 32
_NO_SIGNATURE = bytes(64)


def compact_json(document: Any) -> str:
    """Return a credential as it is written: without blanks, other letters as themselves."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Series:
    """
    Credentials that differ in some texts, signed by `eddsa-rdfc-2022` with one key.

    Attributes:
        edition: what they have in common.
        to_holes: puts their texts into the order of its holes.
        pieces: their JSON, and in it an empty piece for each text: every second one.
        to_pieces: puts the texts, and the signature behind them, into the order of the JSON.
        from_pieces: puts them back.
        options: the hash of the proof's options.
    """

    edition: Edition
    to_holes: Picker
    pieces: tuple[str, ...]
    to_pieces: Picker
    from_pieces: Picker
    options: bytes

    @classmethod
    def of(
        cls,
        pattern: Mapping[str, Any],
        marks: Sequence[str],
        *,
        verification_method: str,
        created: datetime,
        load: ContextLoader = pinned_context,
    ) -> Series | None:
        """
        Return the series of a pattern; None where each credential has to be read by itself.

        Args:
            pattern: an unsecured credential.
            marks: in the order in which texts will be given: what stands in the place of each.
            verification_method, created: as for `secure`.

        Raises as `secure` does, and ValueError if a mark is not one text of the pattern.
        """
        hashed: list[bytes] = []
        signed = secure(
            pattern,
            sign=partial(_noted, hashed),
            verification_method=verification_method,
            created=created,
            load=load,
        )
        edition = _edition(pattern, marks, load)
        text = compact_json(signed)
        written = [encode_basestring(mark) for mark in (*marks, signed["proof"][0]["proofValue"])]
        if edition is None or any(text.count(mark) != 1 for mark in written):
            return None
        order = sorted(range(len(written)), key=lambda number: text.index(written[number]))
        by_place = {text: number for number, text in enumerate(marks)}
        places = [by_place[edition.texts[hole]] for hole in edition.stencil.holes]
        series = cls(
            edition=edition,
            to_holes=picker(places),
            pieces=_pieces(text, [written[number] for number in order]),
            to_pieces=picker(order),
            from_pieces=picker(sorted(range(len(order)), key=order.__getitem__)),
            options=hashed[0][:_HASH_LENGTH],
        )
        is_true = series.hash_data(marks) == hashed[0] and read_json(text) == signed
        return series if is_true else None

    def hash_data(self, texts: Sequence[str]) -> bytes | None:
        """Return what is signed; None if only the full way can say what it is."""
        digest = self.edition.digest(self.to_holes(texts))
        return None if digest is None else self.options + digest

    def issue(
        self, texts: Sequence[str], *, sign: Callable[[bytes], bytes], public_key: PublicKey
    ) -> bytes | None:
        """
        Return the signed credential with these texts, as JSON; None for "go the full way".

        Raises ProofMismatch if what was written does not verify.
        """
        data = self.hash_data(texts)
        if data is None:
            return None
        pieces = list(self.pieces)
        signature = encode_multibase(sign(data))
        pieces[1::2] = map(encode_basestring, self.to_pieces((*texts, signature)))
        written = "".join(pieces).encode()
        self.check(written, texts, data=data, public_key=public_key)
        return written

    def check(
        self, written: bytes, texts: Sequence[str], *, data: bytes, public_key: PublicKey
    ) -> None:
        """Raise ProofMismatch unless what was written has these texts and a signature of `data`."""
        try:
            *found, signature = self.from_pieces(self._read(written.decode()))
            is_signed = public_key.verify(decode_multibase(signature), data)
        except (ValueError, IndexError, MalformedCredential) as error:
            raise ProofMismatch(f"what was written cannot be read back: {error}") from error
        if found != list(texts) or not is_signed:
            raise ProofMismatch("what was written and what was signed differ")

    def _read(self, text: str) -> list[str]:
        """Return the texts in their places; ValueError if anything else stands between them."""
        found: list[str] = []
        start = 0
        for piece in self.pieces[:-1:2]:
            end = start + len(piece)
            if not text.startswith(piece, start):
                raise ValueError(f"something was changed behind letter {start}")
            value, start = _READ(text, end)
            if type(value) is not str:
                raise ValueError(f"there is no text behind letter {end}")
            found.append(value)
        if text[start:] != self.pieces[-1]:
            raise ValueError(f"something was changed behind letter {start}")
        return found


def _noted(hashed: list[bytes], data: bytes) -> bytes:
    """Sign nothing, but remember what was to be signed."""
    hashed.append(data)
    return _NO_SIGNATURE


def _edition(
    pattern: Mapping[str, Any], marks: Sequence[str], load: ContextLoader
) -> Edition | None:
    """Return the edition with a hole at each mark."""
    described = describe(pattern)
    if described is None:
        return None
    places, texts = places_of_texts(pattern)
    if any(texts.count(mark) != 1 for mark in marks):
        raise ValueError("each mark has to be one text of the pattern")
    shape, _ = compile_shape(pattern, described, load=load)
    if shape is None:
        return None
    holes = [texts.index(mark) for mark in marks]
    return edition_of(shape, pattern, texts, holes=holes, places=places)


def _pieces(text: str, marks: Sequence[str]) -> tuple[str, ...]:
    """Return the text with an empty piece instead of each mark; they stand in this order."""
    pieces: list[str] = []
    for mark in marks:
        before, text = text.split(mark)
        pieces += (before, "")
    return (*pieces, text)
