"""Tiles of the page 预警广播."""
