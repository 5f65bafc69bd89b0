"""Approved pictures of every page: a page that looks otherwise is shown side by side, and fails."""
