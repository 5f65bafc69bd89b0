"""A paragraph as the patterns see it: figures as single signs, areas and fillers taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from dashboard.proof import words
from dashboard.proof.figures import Figure, fold, no_figures
from dashboard.proof.places import Gazetteer, Mention
from dashboard.proof.signs import (
    FIGURE_FIRST,
    MOST_FIGURES,
    OPAQUE,
    dropped_at,
    hidden,
    is_private,
)

_DAY = r"(?:(\d{4})\s*[年\-/.]\s*)?(\d{1,2})\s*[月\-/.]\s*(\d{1,2})\s*[日号]?"
_UNTIL = re.compile(
    rf"截[至止]到?(?:今年|本年)?{_DAY}(?:\s*\d{{1,2}}[时点])?(?:为?止)?|截[至止]到?(?!目前|现在|当前)"
)
# Word writes the marks of a list in a symbol font, as characters of private use.
_BULLET = re.compile(r"(?:\s*(?:[-*+•·●○■□▪◆►>#]+\s+|[\ue000-\uf8ff]+\s*))+")
_NOW = re.compile(r"(?:截[至止]|到)?(?:目前|现在|当前)|现已")


@dataclass
class Skeleton:
    """`text` with one sign per figure; `areas` and `stated` dates by their place in it.

    A stated date is None where what stands behind 截至 is no day.
    """

    text: str = ""
    figures: list[Figure] = field(default_factory=list)
    areas: list[tuple[int, Mention]] = field(default_factory=list)
    stated: list[tuple[int, date | None]] = field(default_factory=list)
    now: list[int] = field(default_factory=list)  # where 目前 or 截至… stands

    def figure(self, sign: str) -> Figure:
        """The figure of a sign."""
        return self.figures[ord(sign) - ord(FIGURE_FIRST)]

    def areas_in(self, start: int, end: int) -> list[Mention]:
        """The places named from `start` to before `end`."""
        return [mention for at, mention in self.areas if start <= at < end]


def build(text: str, figures: Sequence[Figure], gazetteer: Gazetteer, year: int) -> Skeleton:
    """The skeleton of a paragraph; `year` is that of dates without one.

    `figures` are those of the paragraph, with offsets in it; beyond MOST_FIGURES none is seen.
    """
    made = Skeleton()
    folded = fold(text)
    begins = {f.start: f for f in figures[:MOST_FIGURES]}
    no_figure = dict(no_figures(folded))
    out: list[str] = []
    at = len(bullet[0]) if (bullet := _BULLET.match(folded)) else 0
    while at < len(folded):
        if (until := _UNTIL.match(folded, at)) is not None:
            made.stated.append((len(out), _day(until, year)))
            made.now.append(len(out))
            at = until.end()
        elif (titled := _titled(folded, at, gazetteer)) is not None:
            made.areas.append((len(out), titled))
            out.append(":")
            at = titled.end + len("】")
        elif (figure := begins.get(at)) is not None:
            out.append(chr(ord(FIGURE_FIRST) + len(made.figures)))
            out.extend(words.PERCENT if figure.unit == words.TENTH else figure.unit or "")
            made.figures.append(figure)
            at = figure.end
        elif at in no_figure:
            out.extend(hidden(folded[at : no_figure[at]]))
            at = no_figure[at]
        elif (compares := words.COMPARES.match(folded, at)) is not None:
            out.extend(compares[0])
            at = compares.end()
        elif (mention := gazetteer.at(folded, at)) is not None:
            made.areas.append((len(out), mention))
            at = mention.end
            at += next((len(w) for w in words.INSIDE_AREA if folded.startswith(w, at)), 0)
        elif (left_out := dropped_at(folded, at)) > 0:
            if _NOW.match(folded, at) is not None:
                made.now.append(len(out))
            at += left_out
        else:
            sign = "。" if folded[at] == "." else folded[at]  # decimals are in figures
            out.append(OPAQUE if is_private(sign) else sign)
            at += 1
    made.text = "".join(out)
    return made


def _titled(folded: str, at: int, gazetteer: Gazetteer) -> Mention | None:
    """The place in 【崂山区】 before a sentence, which reads as 崂山区： does."""
    found = gazetteer.at(folded, at + 1) if folded.startswith("【", at) else None
    return found if found is not None and folded.startswith("】", found.end) else None


def _day(found: re.Match[str], year: int) -> date | None:
    if found[2] is None:
        return None
    try:
        return date(int(found[1] or year), int(found[2]), int(found[3]))
    except ValueError:
        return None
