"""Queries that come with the product: a file each, whose header says what it answers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sample:
    """`name` is the file's, `sql` what stands below its header."""

    name: str
    title: str
    description: str
    sql: str


def samples(folder: Path) -> tuple[Sample, ...]:
    """Those of the folder, in the order of their names."""
    return tuple(_sample(path) for path in sorted(folder.glob("*.sql")))


def _sample(path: Path) -> Sample:
    header, _, text = path.read_text("utf-8").partition("*/")
    facts = tomllib.loads(header.partition("/*")[2])
    return Sample(path.stem, facts["title"], facts["description"], text.strip() + "\n")
