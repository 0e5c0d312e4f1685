"""Cairn, the platform: what needs a row, a request or a person."""
