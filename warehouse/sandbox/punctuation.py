"""Full-width punctuation of an input method in SQL, put right; quoted text and comments stay."""

from __future__ import annotations

import re

_PLAIN = str.maketrans("（），；＝＜＞＊＋－／．：！％［］｛｝｜＇＂", "(),;=<>*+-/.:!%[]{}|'\"")
_CHARACTERS = 20_000
_KEPT = re.compile(
    r"""
    '[^']*(?:'|\Z)                          # a text; two in a row are one with a quote in it
    | "[^"]*(?:"|\Z)                        # a name
    | \$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z)  # a text between dollars
    | --[^\n]*                              # a comment
    | /\*.*?(?:\*/|\Z)
    """,
    re.VERBOSE | re.DOTALL,
)
_QUOTED = ((re.compile(r"‘([^‘’]*)[’‘]|’([^‘’]*)’"), "'"), (re.compile(r"“([^“”]*)[”“]"), '"'))


def repaired(sql: str) -> str | None:
    """The text as it was probably meant; None when there is nothing to repair, or too much.

    What is not closed goes on to the end, so that a hostile text is gone through once.
    """
    if len(sql) > _CHARACTERS:
        return None
    parts, end = [], 0
    for kept in _KEPT.finditer(sql):
        parts += [_plain(sql[end : kept.start()]), kept.group()]
        end = kept.end()
    text = "".join([*parts, _plain(sql[end:])])
    return text if text != sql else None


def _plain(part: str) -> str:
    """Outside of quotes: curly quotes with what is in them become straight ones, the rest plain."""
    pieces, end = [], 0
    for found, sign in sorted(
        ((m, sign) for pattern, sign in _QUOTED for m in pattern.finditer(part)),
        key=lambda one: one[0].start(),
    ):
        if found.start() < end:
            continue  # within the quotes before
        inside = next((g for g in found.groups() if g is not None), "")
        pieces += [part[end : found.start()].translate(_PLAIN), f"{sign}{inside}{sign}"]
        end = found.end()
    pieces.append(part[end:].translate(_PLAIN))
    return "".join(pieces)
