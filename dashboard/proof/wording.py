"""A metric's declared sentence as a pattern: `排查<地质灾害隐患点>{numerator}(处|个)`.

* `{numerator}`, `{denominator}`, `{value}` stand for a figure of the metric, `{other_metric}` for
  one of another metric, `{}` for a figure that is not checked;
* `[…]` may be left out; `(a|b)` is one of several;
* `<…>` may be left out where it was said just before: `排查隐患点9处、完成治理<隐患点>3处`;
* a word of the code list `synonym` stands for its synonyms too, 米 for 公里 as well.

A pattern fits a whole clause or several, never a part of one: what it does not explain (未, 计划,
今年, 其中学校) keeps it from fitting.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from dashboard.proof import words
from dashboard.proof.figures import find, fold, no_figures
from dashboard.proof.signs import FIGURE, bare, hidden

NUMERATOR, DENOMINATOR, VALUE = "numerator", "denominator", "value"
OWN = (NUMERATOR, DENOMINATOR, VALUE)

_MARK = re.compile(r"\{(\w*)\}|<([^<>]+)>|\[([^\[\]]+)\]|\(([^()]*\|[^()]*)\)")
_SEPARATOR = "(?:[,、]{1,2}|和|及)"
_TAKES_UNIT = re.compile(rf"(?:{words.UNIT}|%)")


@dataclass(frozen=True)
class Slot:
    """A figure of a pattern: which metric's which part, in which unit.

    Without a metric it is not checked: part "" is any figure, another part is the figure itself
    (四类, where the number is a word).
    """

    metric: str
    part: str
    unit: str
    of_rate: bool = False  # a part of a rate: a count of its own, where there is one, comes first


@dataclass(frozen=True)
class Pattern:
    """One way a sentence may say it. `needs`: words that the sentence before must have said;
    `says`: the words that the next sentence may leave out."""

    regex: re.Pattern[str]
    slots: tuple[Slot, ...]
    says: frozenset[str]
    needs: frozenset[str]
    stands_alone: bool
    of_city: bool = False  # the words themselves say that it is the city's
    takes_over: bool = False  # its last figure has a verb of its own, which governs what follows

    @property
    def needs_verb(self) -> bool:
        """Whether it leaves out what was done: 排查, 动员."""
        return any(word.startswith(words.VERBS) for word in self.needs)


class WordingError(ValueError):
    """A wording that cannot be read; says which and why."""


@dataclass(frozen=True)
class Declared:
    """How a metric is said; `is_rate`: it has a denominator; `of_city`: only the city has it.

    `others` are the metrics that a wording may name beside it; one that is not among them (an
    edition may lack it) is not checked.
    """

    metric: str
    is_rate: bool
    wordings: tuple[str, ...]
    of_city: bool = False
    others: frozenset[str] = frozenset()


def compile_wording(
    metric: Declared, wording: str, synonyms: Mapping[str, tuple[str, ...]]
) -> list[Pattern]:
    """The patterns of one wording: one for each choice of what `<…>` leaves out.

    Raises WordingError, which names metric and wording.
    """
    leavable = [m[2] for m in _MARK.finditer(wording) if m[2]]
    found = []
    for count in range(len(leavable) + 1):
        for left_out in combinations(leavable, count):
            made = _Maker(metric, wording, synonyms, frozenset(left_out)).make(frozenset(leavable))
            if made is not None:
                found.append(made)
    return found


class _Maker:
    """Builds the regular expression of one wording with some of its `<…>` left out."""

    def __init__(
        self,
        metric: Declared,
        wording: str,
        synonyms: Mapping[str, tuple[str, ...]],
        left_out: frozenset[str],
    ) -> None:
        self.metric, self.wording, self.left_out = metric, wording, left_out
        groups = [(one, (word, *same)) for word, same in synonyms.items() for one in (word, *same)]
        self.synonyms = sorted(groups, key=lambda group: -len(group[0]))
        self.slots: list[Slot] = []
        self.spoken = ""  # the literal words, without units
        self.said: list[int] = []  # how many of them stand before the end of each figure

    def make(self, leavable: frozenset[str]) -> Pattern | None:
        """None when no word is left to know it by."""
        body = self._run(self.wording)
        if not self.slots:
            raise WordingError(
                f"{self.metric.metric}：“{self.wording}”里没有 {{numerator}} 等数的位置"
            )
        if not re.search(r"[^\W\d_]", self.spoken):
            return None
        first = bare(self.spoken)
        alone = first.startswith(words.VERBS) or any(s.part == VALUE for s in self.slots)
        return Pattern(
            re.compile(body),
            tuple(self.slots),
            leavable,
            self.left_out,
            alone and not self.left_out,
            self.metric.of_city,
            len(self.said) > 1
            and self.spoken[self.said[-2] :].lstrip("、,").startswith(words.VERBS),
        )

    def _run(self, text: str) -> str:
        out, at = [], 0
        while (m := _MARK.search(text, at)) is not None:
            out.append(self._literal(text[at : m.start()]))
            at = m.end()
            if m[2] is not None:
                out.append("" if m[2] in self.left_out else self._run(m[2]))
            elif m[3] is not None:
                spoken = self.spoken
                out.append(f"(?:{self._run(m[3])})?")
                self.spoken = spoken
            elif m[4] is not None:
                out.append("(?:" + "|".join(self._run(one) for one in m[4].split("|")) + ")")
            else:
                piece, at = self._slot(m[1], text, at)
                out.append(piece)
        out.append(self._literal(text[at:]))
        return "".join(out)

    def _slot(self, name: str, text: str, at: int) -> tuple[str, int]:
        """The figure and the unit that follows: `处`, or one of `(处|个)`."""
        choice = _MARK.match(text, at)
        units = choice[4].split("|") if choice and choice[4] else []
        if units and all(_TAKES_UNIT.fullmatch(unit) for unit in units):
            assert choice is not None
            at = choice.end()
        elif (unit := _TAKES_UNIT.match(text, at)) is not None:
            units, at = [unit[0]], unit.end()
        else:
            raise WordingError(f"{self.metric.metric}：“{self.wording}”里 {{{name}}} 后面没有单位")
        if name not in OWN and name not in self.metric.others:
            name = ""
        if name in OWN:
            self.slots.append(Slot(self.metric.metric, name, units[0], self.metric.is_rate))
        else:
            self.slots.append(Slot(name, NUMERATOR if name else "", units[0]))
        known = [same for unit in units for same in words.SAME.get(unit, (unit,))]
        self.said.append(len(self.spoken))
        written = "|".join(sorted(map(re.escape, known), key=len, reverse=True))
        return f"(?:{'|'.join(words.LINKS)})?({FIGURE})(?:{written})", at

    def _literal(self, text: str) -> str:
        """Words as they stand; a number among them (四类) must be that very number."""
        for start, end in reversed(no_figures(fold(text))):
            text = f"{text[:start]}{hidden(fold(text[start:end]))}{text[end:]}"
        out, at = [], 0
        for figure in find(text):
            out.append(self._words(text[at : figure.start]))
            self.slots.append(Slot("", fold(figure.text), figure.unit or ""))
            out.append(f"({FIGURE}){re.escape(figure.unit or '')}")
            at = figure.end
        out.append(self._words(text[at:]))
        return "".join(out)

    def _words(self, text: str) -> str:
        text = bare(text)
        self.spoken += text
        out, at = [], 0
        while at < len(text):
            known = next((s for s in self.synonyms if text.startswith(bare(s[0]), at)), None)
            if known is not None:
                same = sorted({bare(one) for one in known[1]}, key=len, reverse=True)
                out.append("(?:" + "|".join(map(re.escape, same)) + ")")
                at += len(bare(known[0]))
                continue
            out.append(_SEPARATOR if text[at] in "、," else re.escape(text[at]))
            at += 1
        return "".join(out)


def own_wordings(title: str, unit: str, phrase: str | None, has_denominator: bool) -> list[str]:
    """What needs no declaration: the bulletin's phrase, and the title with the value behind it."""
    made = [phrase] if phrase else []
    if re.search(r"[()（）{}<>\[\]|]", title):
        return made
    if has_denominator:
        return [*made, f"{title}{{{VALUE}}}{unit}"]
    short = re.sub(r"(?:次数|人数|户数|人次|数)$", "", title)
    return [*made, f"{title}{{{NUMERATOR}}}{unit}", f"{short}{{{NUMERATOR}}}{unit}"]


def unchecked(slot: Slot) -> bool:
    """Whether the figure there is another's business."""
    return slot.metric == ""


def all_patterns(
    declared: Iterable[Declared], synonyms: Mapping[str, tuple[str, ...]]
) -> tuple[Pattern, ...]:
    """Every pattern of every metric."""
    return tuple(
        pattern
        for metric in declared
        for wording in dict.fromkeys(metric.wordings)
        for pattern in compile_wording(metric, wording, synonyms)
    )
