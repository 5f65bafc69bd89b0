"""Code lists: one CSV per list in sql/codes, read by loader, template and warehouse alike."""

from __future__ import annotations

import csv
import difflib
import hashlib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from etl.normal import plain

CODES_DIR = Path(__file__).parent.parent / "sql" / "codes"
ALIAS_SEPARATOR = "|"
_ALIKE = 0.5


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

    @cached_property
    def plain_code_of(self) -> dict[str, str]:
        """Every accepted word in its normal form (blanks, width, case) -> code."""
        codes: dict[str, str] = {}
        for word, code in self.words:
            codes.setdefault(plain(word), code)
        return codes

    def nearest_title(self, word: str) -> str | None:
        """The official title whose words are most like `word`, None when none is alike."""
        key = plain(word)
        inside = [w for w in self.plain_code_of if len(w) > 1 and (w in key or key in w)]
        close = difflib.get_close_matches(key, self.plain_code_of, n=1, cutoff=_ALIKE)
        best = max(inside, key=len, default=None) if key else None
        found = best or (close[0] if close else None)
        return None if found is None else self.title_of[self.plain_code_of[found]]


@cache
def load_code_list(name: str, folder: Path = CODES_DIR) -> CodeList:
    """The list `name`; FileNotFoundError when there is no such CSV."""
    raw = (folder / f"{name}.csv").read_bytes()
    rows = list(csv.DictReader(raw.decode("utf-8").splitlines()))
    words: dict[str, str] = {}
    for row in rows:
        words.setdefault(row["title"], row["code"])
    for row in rows:
        aliases = [a for a in row["aliases"].split(ALIAS_SEPARATOR) if a]
        for word in (*aliases, row["code"]):
            words.setdefault(word, row["code"])
    return CodeList(
        name=name,
        titles=tuple((r["code"], r["title"]) for r in rows),
        words=tuple(words.items()),
        hash=hashlib.sha256(raw).hexdigest()[:12],
    )
