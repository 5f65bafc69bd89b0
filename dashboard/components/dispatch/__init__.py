"""The tiles of the page 调度台."""
