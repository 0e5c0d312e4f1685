"""Verifiable Credentials: model, keys, JSON-LD, canonicalisation, proofs, status, verification."""
