"""Code lists: one CSV per list in sql/codes, read by loader, template and warehouse alike."""

from __future__ import annotations

import csv
import difflib
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

from etl.checking.normal import plain

CODES_DIR = Path(__file__).parent.parent / "sql" / "codes"
ALIAS_SEPARATOR = "|"
_ALIKE = 0.7
_APART = 0.1
"""How much more like the best word must be than the next title's to be suggested."""
_HELD = 2
"""Characters that a word must have, and that must stand around it, to be suggested because another
holds it: one character more is another word (超大型)."""
_DENIES = re.compile("[未不没无非待]")


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
        """The official title whose words are most like `word`, else the only one within it.

        None when none is much alike, when several titles are equally so, and when one of the two
        denies what the other says (未整改 is not 已整改): a wrong hint is worse than none.
        """
        key = plain(word)
        likeness: dict[str, float] = {}
        for known, code in self.plain_code_of.items():
            if bool(_DENIES.search(known)) == bool(_DENIES.search(key)):
                ratio = difflib.SequenceMatcher(None, key, known).ratio()
                likeness[code] = max(ratio, likeness.get(code, 0))
        best = max(likeness.values(), default=0)
        near = [code for code, ratio in likeness.items() if ratio > best - _APART]
        if best < _ALIKE:  # 山体滑坡 holds 滑坡
            near = list({c for known, c in self.plain_code_of.items() if self._holds(key, known)})
        return self.title_of[near[0]] if len(near) == 1 else None

    @staticmethod
    def _holds(word: str, known: str) -> bool:
        """Whether `word` is a known word with more around it, and denies no more than that."""
        says_the_same = bool(_DENIES.search(known)) == bool(_DENIES.search(word))
        is_held = len(known) >= _HELD and len(word) >= len(known) + _HELD and known in word
        return is_held and says_the_same


@cache
def load_code_list(name: str, folder: Path = CODES_DIR) -> CodeList:
    """The list `name`; FileNotFoundError when there is no such CSV."""
    raw, rows = _read(name, folder)
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


@cache
def cadence_days() -> Mapping[str, int | None]:
    """Cadence -> days after which a return is missing; None where none is ever due."""
    _, rows = _read("cadence", CODES_DIR)
    return MappingProxyType({r["code"]: int(r["days"]) if r["days"] else None for r in rows})


def _read(name: str, folder: Path) -> tuple[bytes, list[dict[str, str]]]:
    raw = (folder / f"{name}.csv").read_bytes()
    return raw, list(csv.DictReader(raw.decode("utf-8").splitlines()))
