"""A file held against the contracts: header found, cells read, every row accounted for."""
