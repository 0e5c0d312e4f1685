"""Spaced repetition: memory, FSRS-6 and the composition of a session."""
