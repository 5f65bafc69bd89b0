"""Reads that only one page needs, by page; what several need is in dashboard/read.py."""
