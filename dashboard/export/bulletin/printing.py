"""What a slot of the template prints: words and figures, each figure known for what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from dashboard.export.errors import ExportError

# Characters of private use around each figure of a document that is being made; none is left.
_BEGIN, _NUMBERED, _END = "\ue000", "\ue001", "\ue002"
_MARKED = re.compile(f"{_BEGIN}(\\d+){_NUMBERED}(.*?){_END}", re.DOTALL)
_MARKS = re.compile(f"{_BEGIN}\\d+{_NUMBERED}|{_END}")


class BadTemplate(ExportError):
    """A template that cannot be filled: where, what is wrong, and what to do."""


@dataclass(frozen=True)
class Number:
    """A figure as it is printed: `metric` with its aspect (`geohazard_sites_found/change`)."""

    text: str
    metric: str
    area: str
    as_of: date
    value: float | None


Piece = str | Number


@dataclass(frozen=True)
class Printable:
    """Words and figures that a slot prints; false when there is nothing to say.

    It is printed as it is: whatever is made of it in the template could not be told apart from a
    figure that was typed in by hand.
    """

    pieces: tuple[Piece, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pieces)

    def __str__(self) -> str:
        raise BadTemplate("数只能原样印出，不能在模板里再拼接、计算。请单独写成 {{ … }}")


NOTHING = Printable()


@dataclass
class Record:
    """The figures of a document in the order in which they are printed."""

    numbers: list[Number] = field(default_factory=list)

    def marked(self, printed: Printable) -> str:
        """The text of `printed`, each figure within marks that tell its place in `numbers`."""
        return "".join(map(self._mark, printed.pieces))

    def _mark(self, piece: Piece) -> str:
        if isinstance(piece, str):
            return piece
        self.numbers.append(piece)
        return f"{_BEGIN}{len(self.numbers) - 1}{_NUMBERED}{piece.text}{_END}"

    def found(self, text: str) -> Iterator[Number]:
        """The figures that stand in `text`, in its order."""
        return (self.numbers[int(at)] for at, _ in _MARKED.findall(text))


def unmarked(text: str) -> str:
    """`text` as it will be read."""
    return _MARKS.sub("", text)


def stand_in(text: str, figures: Iterable[str]) -> bool:
    """Whether `text` has the figures one behind the other."""
    at = 0
    for figure in figures:
        at = text.find(figure, at)
        if at < 0:
            return False
        at += len(figure)
    return True
