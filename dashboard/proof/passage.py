"""One paragraph under the reader's eye: where a stretch of it may end, and what a figure in an
understood stretch claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from dashboard.proof.figures import Figure
from dashboard.proof.signs import is_figure
from dashboard.proof.skeleton import Skeleton
from dashboard.proof.topics import Topic, Topics, hedged, stated
from dashboard.proof.wording import Pattern, Slot

UNMATCHED = "没有认出是哪个指标"
STOPS = ",;:。!?！？()、\n"
_CLOSES = ",:);。!?！？\n"


@dataclass(frozen=True)
class Claim:
    """What a figure says. Without `options` it is not matched, and `reason` tells why; with them
    it is compared unless there is a `reason` not to. `stated`: the day named by 截至…"""

    figure: Figure
    options: tuple[Slot, ...] = ()
    area: str | None = None
    stated: date | None = None
    reason: str | None = UNMATCHED


@dataclass(frozen=True)
class Match:
    """One pattern where it fits: a stretch of the skeleton, with the figure of each slot."""

    start: int
    end: int
    pattern: Pattern
    signs: tuple[str, ...]


@dataclass
class State:
    """What was understood so far in one segment (between 。 and ；)."""

    last: Match | None = None
    says: frozenset[str] = frozenset()  # the words that what follows may leave out
    takes_over: bool = False  # its last verb is another than what its first figure was said with
    stray: bool = False  # a figure that no pattern explained
    claims: dict[str, Claim] = field(default_factory=dict)
    matched: list[tuple[int, int]] = field(default_factory=list)


class Passage:
    """The text of one paragraph, the patterns that may explain it, and what it is about."""

    def __init__(
        self,
        patterns: tuple[Pattern, ...],
        skeleton: Skeleton,
        topics: Topics,
        above: str | None,
    ) -> None:
        """`above`: why a heading keeps everything below from being compared, or None."""
        self.patterns, self.skeleton, self.topics = patterns, skeleton, topics
        self.above = above
        self.text = skeleton.text

    def closes(self, at: int, end: int) -> bool:
        """Whether a stretch may end here; before ( or a part of the noun it may not."""
        if at >= end or self.text[at] in _CLOSES:
            return True
        return self.text[at] == "、" and self.counts(at, 1)

    def counts(self, at: int, step: int) -> bool:
        """Whether there is a figure between this mark and the next one in that direction."""
        at += step
        while 0 <= at < len(self.text) and self.text[at] not in STOPS:
            if is_figure(self.text[at]):
                return True
            at += step
        return False

    def claim(
        self,
        sign: str,
        slots: tuple[Slot, ...],
        topic: Topic,
        span: tuple[int, int],
        matched: list[tuple[int, int]],
    ) -> Claim:
        """The claim of one figure in an understood stretch, with the reason not to compare it."""
        is_stated, day = stated(self.skeleton, *span)
        reason = self.above or hedged(self.skeleton, *span, matched)
        if reason is None and topic.area is None:
            reason = topic.reason
        if reason is None and is_stated and day is None:
            reason = "“截至”后面的日期认不出"
        area = topic.area.code if topic.area is not None else None
        return Claim(self.skeleton.figure(sign), slots, area, day, reason)
