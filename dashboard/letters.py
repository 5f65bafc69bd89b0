"""What of a text can be seen: names and titles that look like nothing, or like another's, are none.

The one home of this, for people's names and for the titles of what they keep.
"""

from __future__ import annotations

import unicodedata

BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U00016fe4\U0001d159")
"""Letters and signs by their category, which are drawn as nothing."""
_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
_SEEN = ("L", "N", "P", "S", "Co", "Cn")
"""By how a category begins; rare characters of names stand where this Python knows none yet."""


def has_hidden(text: str) -> bool:
    """Whether it holds characters that cannot be seen, beside spaces."""
    return any(one in BLANK or unicodedata.category(one) in _HIDDEN for one in text)


def is_seen(text: str) -> bool:
    """Whether anything of it is drawn: a letter, a digit or a sign, no mark or space alone."""
    return any(unicodedata.category(one).startswith(_SEEN) and one not in BLANK for one in text)
