"""
Data Integrity: proofs that lie beside the claims they sign, in the same JSON document.

Signs `eddsa-rdfc-2022`; checks that, `eddsa-jcs-2022`, and the older `eddsa-2022` and
`Ed25519Signature2020`. What is signed is 64 bytes: SHA-256 of the canonical proof options,
then SHA-256 of the canonical document. A term that no context defines is an error, for the
signature would not cover it.

Source: W3C Data Integrity EdDSA Cryptosuites 1.0, sections "eddsa-rdfc-2022" and
"eddsa-jcs-2022".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from cairn.errors import MalformedCredential, ProofMismatch, ProofUnsupported
from cairn.vc.documents import ContextLoader, pinned_context
from cairn.vc.jcs import canonical_json
from cairn.vc.jsonld import to_quads
from cairn.vc.keys import KeyKind, PublicKey
from cairn.vc.moments import moment_text
from cairn.vc.multibase import decode_multibase, encode_multibase
from cairn.vc.rdfc import canonicalize

_SIGNATURE_LENGTH = 64
_RDFC_SUITES = {"eddsa-rdfc-2022", "eddsa-2022", "Ed25519Signature2020"}


def secure(
    document: Mapping[str, Any],
    *,
    sign: Callable[[bytes], bytes],
    verification_method: str,
    created: datetime,
    load: ContextLoader = pinned_context,
    allow_inline_contexts: bool = False,
) -> dict[str, Any]:
    """
    Return `document` with an `eddsa-rdfc-2022` proof, as an array of one.

    The same arguments always give the same document, byte for byte, so that signing may be
    repeated after a crash (SAFETY L3).

    Args:
        document: an unsecured credential; left as it is.
        sign: returns the Ed25519 signature of the 64 bytes it is given.
        verification_method: id of the signing key, such as `did:web:…#z6Mk…`.
        created: written to the second, in UTC.
        allow_inline_contexts: for conformance suites only.

    Raises:
        UndefinedTerm: if the contexts do not define something that the document says.
        MalformedCredential: if `document` already has a proof.
    """
    if "proof" in document:
        raise MalformedCredential("the credential is already signed; sign it without its proof")
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": moment_text(created),
        "verificationMethod": verification_method,
        "proofPurpose": "assertionMethod",
    }
    data = hash_data(document, options, load=load, allow_inline_contexts=allow_inline_contexts)
    signature = sign(data)
    return {**document, "proof": [{**options, "proofValue": encode_multibase(signature)}]}


def verify_proof(
    document: Mapping[str, Any],
    proof: Mapping[str, Any],
    *,
    public_key: PublicKey,
    load: ContextLoader = pinned_context,
    digest: bytes | None = None,
    allow_inline_contexts: bool = False,
) -> None:
    """
    Return if `proof` is the signature of `document` by `public_key`.

    Whether that key may speak for the issuer is not asked here, see `cairn.vc.verification`.

    Args:
        document: the credential; a `proof` in it is left out of what is hashed.
        proof: one proof, with its `proofValue`.
        digest: `document_digest(document)`, if it is known already.
        allow_inline_contexts: for conformance suites only; a signature does not cover
            contexts, so whoever writes one into a document can change what it says.

    Raises:
        ProofMismatch: if the signature does not fit, or is no signature at all.
        ProofUnsupported: if the proof is of a kind, or by a kind of key, not checked here.
        UndefinedTerm, UnknownContext, BudgetExceeded, MalformedCredential: if the document
            cannot be hashed.
    """
    suite = suite_of(proof)
    if public_key.kind is not KeyKind.ED25519:
        raise ProofMismatch(f"{suite} is signed with Ed25519 keys, not with {public_key.kind}")
    signature = _signature(proof)
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    data = hash_data(
        document, options, load=load, digest=digest, allow_inline_contexts=allow_inline_contexts
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
    known = suite in _RDFC_SUITES or suite == "eddsa-jcs-2022"
    if not known or (suite == "Ed25519Signature2020") == (kind == "DataIntegrityProof"):
        raise ProofUnsupported(f"proofs of the kind {suite[:60]!r} are not checked by Cairn")
    if "previousProof" in proof:
        raise ProofUnsupported("proof chains are not checked by Cairn")
    return suite


def hash_data(
    document: Mapping[str, Any],
    options: Mapping[str, Any],
    *,
    load: ContextLoader = pinned_context,
    digest: bytes | None = None,
    allow_inline_contexts: bool = False,
) -> bytes:
    """
    Return the 64 bytes that are signed: hash of the options, then hash of the document.

    Args:
        document: a credential, with or without `proof`.
        options: the proof without its `proofValue`.
        digest: `document_digest(document)`, if it is known already.

    Raises:
        ProofMismatch: if the proof names other contexts than the document has.
        UndefinedTerm, UnknownContext, BudgetExceeded, MalformedCredential: as in
            `cairn.vc.jsonld` and `cairn.vc.rdfc`.
    """
    # The suites let contexts be added after signing, or stand unread in the proof; neither
    # is signed, so both could tell a reader what nobody signed.
    if "@context" in options and options["@context"] != document.get("@context"):
        raise ProofMismatch("the proof was made for other contexts than the document has")
    if options.get("cryptosuite") == "eddsa-jcs-2022":
        return _jcs_hash_data(_unsecured(document), options)
    configuration = {**options, "@context": document.get("@context")}
    return _digest(configuration, load, allow_inline_contexts) + (
        digest or document_digest(document, load=load, allow_inline_contexts=allow_inline_contexts)
    )


def document_digest(
    document: Mapping[str, Any],
    *,
    load: ContextLoader = pinned_context,
    allow_inline_contexts: bool = False,
) -> bytes:
    """
    Return the SHA-256 of the canonical RDF of `document` without its `proof`.

    Raises:
        UndefinedTerm, UnknownContext, BudgetExceeded, MalformedCredential: as in
            `cairn.vc.jsonld` and `cairn.vc.rdfc`.
    """
    return _digest(_unsecured(document), load, allow_inline_contexts)


def _digest(document: Mapping[str, Any], load: ContextLoader, allow_inline: bool) -> bytes:
    quads = to_quads(document, load=load, allow_inline_contexts=allow_inline)
    return sha256(canonicalize(quads).encode("utf-8")).digest()


def _unsecured(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "proof"}


def _jcs_hash_data(unsecured: dict[str, Any], options: Mapping[str, Any]) -> bytes:
    parts = (canonical_json(part).encode("utf-8") for part in (options, unsecured))
    return b"".join(sha256(part).digest() for part in parts)


def _signature(proof: Mapping[str, Any]) -> bytes:
    text = proof.get("proofValue")
    if not isinstance(text, str) or not text.startswith("z"):
        raise ProofMismatch("the proof has no proofValue that begins with z")
    try:
        signature = decode_multibase(text)
    except MalformedCredential as error:
        raise ProofMismatch(f"the proofValue is no signature: {error}") from error
    if len(signature) != _SIGNATURE_LENGTH:
        raise ProofMismatch(f"an Ed25519 signature has 64 bytes, this one {len(signature)}")
    return signature
