"""Finding the table in a sheet: which source it is, told by its captions and its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from etl.checking.header import Header, best_header, needed_columns, reach, read_lines
from etl.checking.normal import plain
from etl.contract import Contract
from etl.layout import Layout
from etl.reading import Sheet
from etl.returning.returned import NOTE_SHEET

GUIDE_SHEETS = frozenset(
    map(
        plain,
        (NOTE_SHEET, "填表说明", "填报说明", "说明", "代码表", "代码", "字典", "目录", "封面"),
    )
)
"""Sheets beside the table in our own workbooks and in most forms: nothing is said about them."""

_LEAST_BY_NAME, _LEAST, _LEAST_SHARE = 2, 3, 0.5
_NAME_BONUS = 2


@dataclass(frozen=True)
class Detection:
    """What a sheet is: `header` when that is certain, else `rivals` (equally good) or `nearest`."""

    header: Header | None
    rivals: tuple[Header, ...] = ()
    nearest: Header | None = None


def detect(sheet: Sheet, contracts: Iterable[Contract], layout: Layout | None = None) -> Detection:
    """Which of the contracts the sheet holds. With a single contract the least will do."""
    candidates = tuple(contracts)
    is_told = len(candidates) == 1
    lines = read_lines(sheet)
    names = {c.name: _name_score(sheet.name, c) for c in candidates}
    within = {c.name: max(reach(lines, c, layout), default=0) for c in candidates}
    most = max(within.values(), default=0)
    found = [
        (header, names[contract.name])
        for contract in candidates
        if names[contract.name] or 2 * within[contract.name] >= most  # others cannot win
        if (header := best_header(lines, contract, layout)) is not None
    ]
    taken = [(h, s) for h, s in found if _is_enough(h, s > 0 or is_told, layout)]
    if not taken:
        nearest = max(found, key=lambda pair: pair[0].score, default=None)
        return Detection(None, nearest=nearest[0] if nearest else None)
    longest = max(score for _, score in taken)
    points = [h.score + _NAME_BONUS * (0 < score == longest) for h, score in taken]
    best = [h for (h, _), p in zip(taken, points, strict=True) if p == max(points)]
    return Detection(best[0]) if len(best) == 1 else Detection(None, rivals=tuple(best))


def _is_enough(header: Header, is_named: bool, layout: Layout | None) -> bool:
    needed = len(needed_columns(header.contract, layout))
    found = needed - len(header.missing(layout))
    if is_named:
        return header.score >= _LEAST_BY_NAME or (header.score > 0 and found == needed)
    return header.score >= _LEAST and found >= _LEAST_SHARE * needed


@lru_cache(maxsize=1024)
def _name_score(name: str, contract: Contract) -> int:
    """Length of the longest name of the source that the sheet's name holds, 0 when none."""
    key = plain(name)
    return max(
        (len(w) for w in map(plain, (*contract.sheet, contract.title)) if w in key), default=0
    )
