"""Cairn, the library: verify, issue, schedule, stack, measure and plan. No Django, no clock."""

__version__ = "0.1.0"
