"""Benchmarks: ratios measured in one run, never times that a test would judge."""
