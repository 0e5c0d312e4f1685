"""Benchmarks: each prints a table and compares with what others do on the same machine."""
