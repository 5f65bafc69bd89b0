"""Tiles of the page 避难与物资."""
