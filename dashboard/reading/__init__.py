"""Reads that only one page needs, by page; what several need is in dashboard/read.py."""

LISTED = 200
"""Rows a page holds of a list, folded ones included; the whole is queried in the warehouse."""
