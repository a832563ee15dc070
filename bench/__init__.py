"""Benchmarks: what Parley costs, measured beside its peers in the same run. docs/performance.md says how."""
