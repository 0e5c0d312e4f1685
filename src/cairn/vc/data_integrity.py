"""
Data Integrity: proofs that lie beside the claims they sign, in the same JSON document.

Signs and checks `eddsa-rdfc-2022`, `eddsa-jcs-2022`, `ecdsa-rdfc-2019` and `ecdsa-jcs-2019`;
checks the older `eddsa-2022` and `Ed25519Signature2020` too. What is signed is the hash of the
canonical proof options, then that of the canonical document: SHA-256, or SHA-384 for keys of the
curve P-384. A term that no context defines is an error, for the signature would not cover it.

Sources: W3C Data Integrity EdDSA Cryptosuites 1.0, sections "eddsa-rdfc-2022" and
"eddsa-jcs-2022"; W3C Data Integrity ECDSA Cryptosuites 1.0, sections "ecdsa-rdfc-2019" and
"ecdsa-jcs-2019".
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from cairn.errors import KeyRefused, MalformedCredential, ProofMismatch, ProofUnsupported
from cairn.vc.documents import ContextLoader, pinned_context
from cairn.vc.inline_contexts import has_inline_context
from cairn.vc.jcs import canonical_json
from cairn.vc.jsonld import signable_quads
from cairn.vc.keys import KeyKind, PublicKey
from cairn.vc.moments import moment_text
from cairn.vc.multibase import decode_multibase, encode_multibase
from cairn.vc.rdfc import Algorithm, canonicalize
from cairn.vc.shape_cache import ShapeCache

_ED25519 = frozenset({KeyKind.ED25519})
_ECDSA = frozenset({KeyKind.P256, KeyKind.P384})
_SUITES = {
    "eddsa-rdfc-2022": _ED25519,
    "eddsa-jcs-2022": _ED25519,
    "eddsa-2022": _ED25519,
    "Ed25519Signature2020": _ED25519,
    "ecdsa-rdfc-2019": _ECDSA,
    "ecdsa-jcs-2019": _ECDSA,
}
SIGNING_SUITES = ("eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019")
"""The cryptosuites that are written; the first of those that fit a key is the usual one."""

_SUITES_BY_KIND = {
    kind: tuple(suite for suite in SIGNING_SUITES if kind in _SUITES[suite]) for kind in KeyKind
}
_JCS_SUITES = {"eddsa-jcs-2022", "ecdsa-jcs-2019"}
_SIGNATURE_LENGTHS = {KeyKind.ED25519: 64, KeyKind.P256: 64, KeyKind.P384: 96}


def secure(
    document: Mapping[str, Any],
    *,
    sign: Callable[[bytes], bytes],
    verification_method: str,
    created: datetime,
    cryptosuite: str = SIGNING_SUITES[0],
    kind: KeyKind = KeyKind.ED25519,
    load: ContextLoader = pinned_context,
    allow_inline_contexts: bool = False,
    shapes: ShapeCache | None = None,
) -> dict[str, Any]:
    """
    Return `document` with a proof, as an array of one.

    The same arguments always give the same document, byte for byte, so that signing may be
    repeated after a crash (SAFETY L3), if `sign` is deterministic.

    Args:
        document: an unsecured credential; left as it is.
        sign: returns the signature of the bytes it is given: 64, or 96 for a key of P-384;
            of an elliptic curve as r and s side by side.
        verification_method: id of the signing key, such as `did:web:…#z6Mk…`.
        created: written to the second, in UTC.
        cryptosuite: one of `SIGNING_SUITES`.
        kind: of the signing key; the cryptosuite has to fit it.
        allow_inline_contexts: for conformance suites only.
        shapes: makes it quick for documents like those before; the result is the same.

    Raises:
        UndefinedTerm: if the contexts do not define something that the document says.
        MalformedCredential: if `document` already has a proof.
        KeyRefused: if a key of that kind does not sign by that cryptosuite.
    """
    if "proof" in document:
        raise MalformedCredential("the credential is already signed; sign it without its proof")
    if cryptosuite not in suites_for(kind):
        raise KeyRefused(f"a key of the kind {kind} does not sign by {cryptosuite}")
    options: dict[str, Any] = {
        "type": "DataIntegrityProof",
        "cryptosuite": cryptosuite,
        "created": moment_text(created),
        "verificationMethod": verification_method,
        "proofPurpose": "assertionMethod",
    }
    if cryptosuite in _JCS_SUITES:
        # what no context defines would be signed, and yet mean nothing to who reads RDF
        document_digest(document, load=load, allow_inline_contexts=allow_inline_contexts)
        options["@context"] = document.get("@context")
    data = hash_data(
        document,
        options,
        load=load,
        allow_inline_contexts=allow_inline_contexts,
        algorithm=_algorithm(kind),
        shapes=shapes,
    )
    return {**document, "proof": [{**options, "proofValue": encode_multibase(sign(data))}]}


def suites_for(kind: KeyKind) -> tuple[str, ...]:
    """Return the cryptosuites by which a key of that kind signs, the usual one first."""
    return _SUITES_BY_KIND[kind]


def _algorithm(kind: KeyKind) -> Algorithm:
    return "sha384" if kind is KeyKind.P384 else "sha256"


def verify_proof(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    *,
    public_key: PublicKey,
    load: ContextLoader = pinned_context,
    digest: bytes | None = None,
    before: Sequence[Mapping[str, Any]] = (),
    allow_inline_contexts: bool = False,
    shapes: ShapeCache | None = None,
) -> None:
    """
    Return if `proof` is the signature of `document` by `public_key`.

    Whether that key may speak for the issuer is not asked here, see `cairn.vc.verification`.

    Args:
        document: the credential; a `proof` in it is left out of what is hashed.
        proof: one proof, with its `proofValue`.
        digest: `document_digest(document)` by SHA-256, if it is known already.
        before: the proofs that `proof` names as its `previousProof`, which it signs along.
        allow_inline_contexts: for conformance suites only; a signature does not cover
            contexts, so whoever writes one into a document can change what it says.
        shapes: makes it quick for documents like those before; the result is the same.

    Raises:
        ProofMismatch: if the signature does not fit, or is no signature at all.
        ProofUnsupported: if the proof is of a kind, or by a kind of key, not checked here.
        UndefinedTerm, UnknownContext, BudgetExceeded, MalformedCredential: if the document
            cannot be hashed.
    """
    suite = suite_of(proof)
    if public_key.kind not in _SUITES[suite]:
        kinds = " or ".join(sorted(_SUITES[suite]))
        raise ProofMismatch(f"{suite} is signed with {kinds} keys, not with {public_key.kind}")
    signature = _signature(proof, public_key.kind)
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    algorithm = _algorithm(public_key.kind)
    data = hash_data(
        document,
        options,
        load=load,
        digest=digest if algorithm == "sha256" else None,
        before=before,
        allow_inline_contexts=allow_inline_contexts,
        algorithm=algorithm,
        shapes=shapes,
    )
    if not public_key.verify(signature, data):
        raise ProofMismatch("the signature does not fit: the text was changed after it was signed")


def suite_of(proof: Mapping[str, Any]) -> str:
    """
    Return the name of the cryptosuite of `proof`.

    Raises:
        ProofUnsupported: if it is none that is checked here.
        MalformedCredential: if it names none at all.
    """
    kind = proof.get("type")
    suite = proof.get("cryptosuite") if kind == "DataIntegrityProof" else kind
    if not isinstance(suite, str):
        raise MalformedCredential("the proof does not say of which type and cryptosuite it is")
    if suite not in _SUITES or (suite == "Ed25519Signature2020") == (kind == "DataIntegrityProof"):
        raise ProofUnsupported(f"proofs of the kind {suite[:60]!r} are not checked by Cairn")
    return suite


def hash_data(
    document: Mapping[str, Any],
    options: Mapping[str, Any],
    *,
    load: ContextLoader = pinned_context,
    digest: bytes | None = None,
    before: Sequence[Mapping[str, Any]] = (),
    allow_inline_contexts: bool = False,
    algorithm: Algorithm = "sha256",
    shapes: ShapeCache | None = None,
) -> bytes:
    """
    Return what is signed: hash of the options, then hash of the document; 64 or 96 bytes.

    Args:
        document: a credential, with or without `proof`.
        options: the proof without its `proofValue`.
        digest: `document_digest(document)`, if it is known already.
        before: earlier proofs of a chain, which are signed with the document.
        algorithm: of both hashes, and within the canonicalization.
        shapes: makes it quick for documents like those before; the result is the same.

    Raises:
        ProofMismatch: if the proof names other contexts than the document has.
        UndefinedTerm, UnknownContext, BudgetExceeded, MalformedCredential: as in
            `cairn.vc.jsonld` and `cairn.vc.rdfc`.
    """
    # The suites let contexts be added after signing, or stand unread in the proof; neither
    # is signed, so both could tell a reader what nobody signed.
    if "@context" in options and options["@context"] != document.get("@context"):
        raise ProofMismatch("the proof was made for other contexts than the document has")
    if before:
        digest = None
    how = _How(load, allow_inline_contexts, algorithm, shapes)
    if options.get("cryptosuite") in _JCS_SUITES:
        return _jcs_hash_data(_signed(document, before), options, algorithm)
    configuration = {**options, "@context": document.get("@context")}
    return _digest(configuration, how) + (digest or _digest(_signed(document, before), how))


def document_digest(
    document: Mapping[str, Any],
    *,
    load: ContextLoader = pinned_context,
    allow_inline_contexts: bool = False,
    shapes: ShapeCache | None = None,
) -> bytes:
    """
    Return the SHA-256 of the canonical RDF of `document` without its `proof`.

    Raises:
        UndefinedTerm, UnknownContext, BudgetExceeded, MalformedCredential: as in
            `cairn.vc.jsonld` and `cairn.vc.rdfc`.
    """
    how = _How(load, allow_inline_contexts, "sha256", shapes)
    return _digest(_signed(document), how)


class _How(NamedTuple):
    """How a document becomes the bytes that are signed."""

    load: ContextLoader
    allow_inline: bool
    algorithm: Algorithm
    shapes: ShapeCache | None


def _digest(document: Mapping[str, Any], how: _How) -> bytes:
    shapes = how.shapes
    # without contexts of its own a document means the same whether they are allowed or not
    is_open = how.allow_inline and has_inline_context(document)
    is_usual = how.algorithm == "sha256" and not is_open
    if shapes is not None and is_usual and how.load is shapes.load:
        return shapes.digest(document)
    quads = signable_quads(document, load=how.load, allow_inline_contexts=how.allow_inline)
    return hashlib.new(
        how.algorithm, canonicalize(quads, algorithm=how.algorithm).encode()
    ).digest()


def _signed(
    document: Mapping[str, Any], before: Sequence[Mapping[str, Any]] = ()
) -> Mapping[str, Any]:
    """Return what a proof is made over: the document, and the proofs that came before."""
    if "proof" not in document and not before:
        return document
    unsecured = {name: value for name, value in document.items() if name != "proof"}
    return {**unsecured, "proof": list(before)} if before else unsecured


def _jcs_hash_data(
    unsecured: Mapping[str, Any], options: Mapping[str, Any], algorithm: Algorithm
) -> bytes:
    parts = (canonical_json(part).encode("utf-8") for part in (options, unsecured))
    return b"".join(hashlib.new(algorithm, part).digest() for part in parts)


def _signature(proof: Mapping[str, Any], kind: KeyKind) -> bytes:
    text = proof.get("proofValue")
    if not isinstance(text, str) or not text.startswith("z"):
        raise ProofMismatch("the proof has no proofValue that begins with z")
    try:
        signature = decode_multibase(text)
    except MalformedCredential as error:
        raise ProofMismatch(f"the proofValue is no signature: {error}") from error
    wanted = _SIGNATURE_LENGTHS[kind]
    if len(signature) != wanted:
        raise ProofMismatch(f"a {kind} signature has {wanted} bytes, this one {len(signature)}")
    return signature
