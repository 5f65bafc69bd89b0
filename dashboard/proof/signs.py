"""The signs that figures, dates and the like become before a sentence is compared with a wording.

The same is done to both, so that only what they say is compared.
"""

from __future__ import annotations

import re

from dashboard.proof import words
from dashboard.proof.figures import fold

FIGURE_FIRST, FIGURE_LAST = "\ue000", "\uf7ff"
FIGURE = f"[{FIGURE_FIRST}-{FIGURE_LAST}]"
OTHER_TIME, OPAQUE = "\uf8fe", "\uf8fd"
MOST_FIGURES = ord(FIGURE_LAST) - ord(FIGURE_FIRST)

_LIST_NUMBER = re.compile(r"[\s\d()、.一二三四五六七八九十是要①-⑳⑴-⒇]+$")
_TIME = re.compile(r"\d{4}\s*[-/.—–~至]|[年月日号时:]|W\d")
_FILLERS = sorted(map(re.escape, ("其中", *words.FILLERS)), key=len, reverse=True)
_DROPPED = re.compile(
    "[\\s*`“”\"‘’'「」『』《》]|已经|已(?!治理|整改)|"  # 治理 alone may still be going on
    + "|".join(_FILLERS)
)


def is_figure(sign: str) -> bool:
    """Whether the sign stands for a figure."""
    return FIGURE_FIRST <= sign <= FIGURE_LAST


def is_private(character: str) -> bool:
    """Whether it is one of those that signs are taken from: in a text, a mark of a symbol font."""
    return FIGURE_FIRST <= character <= "\uf8ff"


def bare(text: str) -> str:
    """The text without what counts for nothing: fillers, quotation marks, white space."""
    return _DROPPED.sub("", fold(text))


def dropped_at(folded: str, at: int) -> int:
    """How many characters from `at` on count for nothing."""
    found = _DROPPED.match(folded, at)
    return len(found[0]) if found else 0


def hidden(text: str) -> str:
    """What stands for a number that is no figure: nothing for a list's number."""
    if _LIST_NUMBER.match(text) and not re.search(r"\d{3}", text):
        return ""
    return OTHER_TIME if _TIME.search(text) else OPAQUE
