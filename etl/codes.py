"""Code lists: one CSV per list in sql/codes, read by the loader, the template and the warehouse alike."""

from __future__ import annotations

import csv
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CODES_DIR = Path(__file__).parent.parent / "sql" / "codes"
ALIAS_SEPARATOR = "|"


@dataclass(frozen=True)
class CodeList:
    """A list of codes in printing order, with the words that may stand for each in a workbook."""

    name: str
    titles: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]
    hash: str

    @property
    def title_of(self) -> dict[str, str]:
        """code -> official title."""
        return dict(self.titles)

    @property
    def code_of(self) -> dict[str, str]:
        """Every accepted word (title, alias, the code itself) -> code."""
        return dict(self.words)


@cache
def load_code_list(name: str, folder: Path = CODES_DIR) -> CodeList:
    """The list `name`; FileNotFoundError when there is no such CSV."""
    raw = (folder / f"{name}.csv").read_bytes()
    rows = list(csv.DictReader(raw.decode("utf-8").splitlines()))
    words: dict[str, str] = {}
    for row in rows:
        aliases = [a for a in row["aliases"].split(ALIAS_SEPARATOR) if a]
        for word in (row["title"], *aliases, row["code"]):
            words.setdefault(word, row["code"])
    return CodeList(
        name=name,
        titles=tuple((r["code"], r["title"]) for r in rows),
        words=tuple(words.items()),
        hash=hashlib.sha256(raw).hexdigest()[:12],
    )
