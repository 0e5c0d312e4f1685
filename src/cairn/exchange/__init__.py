"""Formats of other programs, read and written as messages; no HTTP."""
