"""Awarding, issuing, signing, showing, verifying and revoking."""
