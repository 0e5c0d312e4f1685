"""Bytes that people hand in: examined before they are kept, addressed by their content."""
