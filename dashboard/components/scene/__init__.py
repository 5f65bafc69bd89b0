"""The tiles of 三维场景."""
