"""Benchmarks that print ratios against baselines run side by side; never a timed test."""
