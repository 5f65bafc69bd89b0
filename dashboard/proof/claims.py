"""What each figure of a text says: of which metric, area and date. Pure; no value is asked for.

A pattern must explain a whole clause, from one punctuation mark to another. Whatever is left over
(未, 计划, 去年, 其中学校) keeps it from fitting, so that the figure is not compared at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashboard.proof import spread
from dashboard.proof.passage import STOPS, Claim, Match, Passage, State
from dashboard.proof.signs import is_figure
from dashboard.proof.topics import UNKNOWN, Topic
from dashboard.proof.wording import Pattern, Slot, unchecked

_SEGMENT = re.compile(r"[^。;!?！？\n]+")
_OPENS = ",:(;"
_LINK = re.compile(r"[,、]{1,2}")


class Reader(Passage):
    """Reads the claims of one paragraph."""

    def read(self) -> list[Claim]:
        """A claim for every figure, in order."""
        claims: dict[str, Claim] = {}
        matched: list[tuple[int, int]] = []
        for segment in _SEGMENT.finditer(self.text):
            if any(map(is_figure, segment[0])):
                state = State(matched=matched)
                self._segment(segment.start(), segment.end(), state)
                claims.update(state.claims)
        signs = [sign for sign in self.text if is_figure(sign)]
        return [claims.get(s, Claim(self.skeleton.figure(s))) for s in signs]

    # -------------------------------------------------------------- a segment

    def _segment(self, start: int, end: int, state: State) -> None:
        at = start
        while at < end:
            taken = self._take(at, start, end, state) if self._opens(at, start) else None
            if taken is not None:
                at = taken
                continue
            state.stray = state.stray or is_figure(self.text[at])
            at += 1

    def _take(self, at: int, start: int, end: int, state: State) -> int | None:
        """Where the stretch that is understood from here on ends; None when none is."""
        if (told := spread.distributed(self, at, end)) is not None:
            stop, claims = told
            state.claims.update(claims)
            state.matched.append((at, stop))
            state.last, state.stray = None, True
            return stop
        if (told := spread.by_area(self, at, state)) is not None:
            stop, claims = told
            state.claims.update(claims)
            state.matched.append((at, stop))
            return stop
        best = self._best(at, end, state)
        if not best:
            return None
        state.claims.update(self._claims(best, state.matched))
        state.matched.append((best[0].start, best[0].end))
        state.last = best[0]
        state.says = frozenset().union(*(match.pattern.says for match in best))
        state.takes_over = any(match.pattern.takes_over for match in best)
        return best[0].end

    def _best(self, at: int, end: int, state: State) -> list[Match]:
        """The matches that reach furthest of those that keep to one area."""
        found: dict[int, list[Match]] = {}
        for match in self.matches(at, end):
            if self._is_carried(match, state) and self._may_stand(match, state):
                found.setdefault(match.end, []).append(match)
        for stop in sorted(found, reverse=True):
            several = self.topics.within(at, stop)
            if several.area is not None or stop == min(found):
                return found[stop]
        return []

    def matches(self, at: int, end: int) -> Iterator[Match]:
        """Every pattern that fits a whole stretch from `at` on."""
        for pattern in self.patterns:
            m = pattern.regex.match(self.text, at, end)
            if m is not None and self.closes(m.end(), end) and self._says_so(pattern, m.groups()):
                yield Match(at, m.end(), pattern, m.groups())

    def _says_so(self, pattern: Pattern, signs: tuple[str | None, ...]) -> bool:
        """Whether the figures that are words are those very ones."""
        return all(
            not unchecked(slot) or not slot.part or self.skeleton.figure(sign).text == slot.part
            for slot, sign in zip(pattern.slots, signs, strict=True)
            if sign is not None
        )

    def _is_carried(self, match: Match, state: State) -> bool:
        """Whether the words that it leaves out were said immediately before it."""
        if not match.pattern.needs:
            return True
        last = state.last
        if last is None or not match.pattern.needs <= state.says:
            return False
        if state.takes_over and len(match.pattern.slots) == 1 and match.pattern.needs_verb:
            return False
        return _LINK.fullmatch(self.text, last.end, match.start) is not None

    def _may_stand(self, match: Match, state: State) -> bool:
        """After a figure that is not understood, only what has a verb of its own."""
        return not state.stray or match.pattern.stands_alone

    # -------------------------------------------------------------- punctuation

    def _opens(self, at: int, start: int) -> bool:
        """Whether a stretch may begin here: behind punctuation, 、 only if it separates figures."""
        if self.text[at] in STOPS and not self.skeleton.areas_in(at, at + 1):
            return False
        if at == start or self.text[at - 1] in _OPENS:
            return True
        return self.text[at - 1] == "、" and self.counts(at - 1, -1)

    # -------------------------------------------------------------- what it says

    def _claims(self, best: list[Match], matched: list[tuple[int, int]]) -> dict[str, Claim]:
        options: dict[str, list[Slot]] = {}
        for match in best:
            for slot, sign in zip(match.pattern.slots, match.signs, strict=True):
                if sign is not None and not unchecked(slot):
                    options.setdefault(sign, []).append(slot)
        start, end = best[0].start, best[0].end
        topic = self.topics.within(start, end)
        of_city = any(match.pattern.of_city for match in best)
        if of_city and topic.reason != UNKNOWN and not self._names_another(start, end):
            topic = Topic(self.topics.areas.city)
        return {
            sign: self.claim(sign, tuple(dict.fromkeys(slots)), topic, (start, end), matched)
            for sign, slots in options.items()
        }

    def _names_another(self, start: int, end: int) -> bool:
        """Whether the stretch itself names an area that is not the city."""
        named = self.skeleton.areas_in(start, end)
        return bool(named) and self.topics.resolve(named).area != self.topics.areas.city
