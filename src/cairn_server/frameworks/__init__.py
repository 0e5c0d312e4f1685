"""Competency frameworks, which achievements are aligned to."""
