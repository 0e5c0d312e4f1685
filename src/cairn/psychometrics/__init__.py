"""Measuring what people know and how well judges agree."""
