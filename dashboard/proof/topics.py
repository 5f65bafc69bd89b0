"""What a place in a paragraph is about: the area spoken of, the date stated, and hedges."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dashboard.proof import words
from dashboard.proof.places import Mention
from dashboard.proof.signs import FIGURE, OTHER_TIME
from dashboard.proof.skeleton import Skeleton
from dashboard.view import CITY, Area, Areas

_CLAUSE = re.compile(r"[^,;:。!?！？()\n]+")
_SENTENCE = re.compile(r"[^。!?！？\n]+")
_JOINS = "、和与及"
_BEFORE_LABEL = ",。;!?！？\n"
_LATER = re.compile(
    r"[,(]?(?:不含|不包括|未含|未计|剔除|扣除|尚未|还未|系(?:去|上|计划)|(?:均)?为(?:去|上|计划|目标|往)|.{0,6}(?:有误|不实|错误)"
    rf"|(?:这|以上|上述)?(?:些|个)?(?:数据|数字|数)?(?:均|都|皆)?(?:为|是|系|属于?){OTHER_TIME})"
)
_CLAUSES = re.compile(r"[,:;( ]")
_AIM = re.compile(
    rf"{FIGURE}[^,。;!?！？\n]{{0,3}}的[^,。;!?！？\n]{{0,4}}(?:目标|任务|要求|计划|指标)"
)
_ASKS = ("?", "？")
UNNAMED = "未写明是哪个地区"
SEVERAL = "说到的地区不止一个，分不清这个数是谁的"
UNKNOWN = "说的是登记以外的地区"


@dataclass(frozen=True)
class Topic:
    """The area spoken of, or why that is unclear."""

    area: Area | None
    reason: str = UNNAMED


class Topics:
    """The topic at every place of one paragraph, from `before`, that of what stood before it."""

    def __init__(
        self, skeleton: Skeleton, areas: Areas, before: Topic, sole: Area | None = None
    ) -> None:
        """`sole`: the only area that the article names; it is about it from there on."""
        self.areas, self.skeleton, self.sole = areas, skeleton, sole
        self.default = before
        self._known: dict[int, Area | None] = {}  # by where a place is named
        self._at: list[int] = [0]
        self._topics: list[Topic] = [before]
        for clause in _CLAUSE.finditer(skeleton.text):
            self._clause(clause.start(), clause.end())
        for _, mention in skeleton.areas:  # a line of nothing but a name has no clause
            self._known.setdefault(mention.start, self._one(mention, self._topics[-1]))

    def at(self, place: int) -> Topic:
        """The topic at a place of the skeleton."""
        return self._topics[bisect_right(self._at, place) - 1]

    def leaves(self, area: Area | None) -> bool:
        """Whether anything but the area is spoken of."""
        return any(topic.area != area for topic in self._topics)

    def within(self, start: int, end: int) -> Topic:
        """Of a stretch: the area that it names itself, else the topic at its beginning."""
        named = self.skeleton.areas_in(start, end)
        return self.resolve(named) if named else self.at(start)

    def resolve(self, named: Iterable[Mention]) -> Topic:
        """The one area of some names: the finest of a chain (崂山区沙子口街道), else unclear."""
        found: Area | None = None
        for mention in named:
            one = self._known.get(mention.start)
            if one is None:
                return Topic(None, SEVERAL)
            if found is None or found in self.areas.path(one):
                found = one
            elif one not in self.areas.path(found):
                return Topic(None, SEVERAL)
        return Topic(found)

    def _one(self, mention: Mention, spoken_of: Topic) -> Area | None:
        """The area that is named while `spoken_of` is; None when that is unclear."""
        about = spoken_of.area or self.default.area
        district = self.areas.district(about) if about is not None else None
        if mention.is_same:
            return district
        if len(mention.areas) == 1:
            only = mention.areas[0]
            is_county_city = district is not None and district.name.endswith("市")
            if only.level == CITY and is_county_city and _is_word(self.skeleton, mention):
                return None  # 全市 in an article on 胶州市
            return only
        here = [a for a in mention.areas if self.areas.district(a) == district]
        return here[0] if len(here) == 1 else None

    def _clause(self, start: int, end: int) -> None:
        text = self.skeleton.text
        leading, at = self.skeleton.areas_in(start, start + 1) or self._label(start), start
        plural = False
        while at < end and text[at] in _JOINS and leading:
            more = self.skeleton.areas_in(at + 1, at + 2)
            if not more:
                break
            leading, plural, at = [*leading, *more], True, at + 1
        now = self.at(start)
        for mention in [*leading, *self.skeleton.areas_in(start, end + 1)]:
            self._known.setdefault(mention.start, self._one(mention, now))
            now = Topic(self._known[mention.start]) if self._known[mention.start] else now
        if plural or words.PLURAL.match(text, start):
            self._say(start, Topic(None, SEVERAL))
        elif leading:
            self._say(start, self.resolve(leading))
        elif words.ELSEWHERE.match(text, start):
            self._say(start, Topic(None, UNKNOWN))
        now = self.at(start)
        others = self.skeleton.areas_in(at + 1, end)
        if others and now == Topic(None) and self.sole is not None:
            now = Topic(self.sole)
            self._say(start, now)
        if any(self._known[m.start] != now.area for m in others) and now.area is not None:
            self._say(start, Topic(None, SEVERAL))
        if self.skeleton.areas_in(start, end) and words.PASSING.search(text, start, end):
            self._say(start, Topic(None, SEVERAL))

    def _label(self, start: int) -> list[Mention]:
        """The places named before a colon that the clause stands behind: 崂山区：…"""
        text, at = self.skeleton.text, start - 1
        if at < 0 or text[at] != ":":
            return []
        named = self.skeleton.areas_in(at, at + 1)
        while named and at > 0 and text[at - 1] in _JOINS:
            at -= 1
            named = [*self.skeleton.areas_in(at, at + 1), *named]
        return named if at == 0 or text[at - 1] in _BEFORE_LABEL else []

    def _say(self, at: int, topic: Topic) -> None:
        if self._at[-1] == at:
            self._topics[-1] = topic
        else:
            self._at.append(at)
            self._topics.append(topic)


def _is_word(skeleton: Skeleton, mention: Mention) -> bool:
    return mention.end - mention.start <= max(map(len, words.CITY_WORDS))


def stated(skeleton: Skeleton, start: int, end: int) -> tuple[bool, date | None]:
    """Whether 截至… governs the stretch, and its day (None where it names none)."""
    earlier = [day for at, day in skeleton.stated if at < end]
    return (True, earlier[-1]) if earlier else (False, None)


def hedged(skeleton: Skeleton, start: int, end: int, matched: list[tuple[int, int]]) -> str | None:
    """Why what stands around this stretch keeps its figures from being compared, or None.

    `matched`: the stretches before it that are understood; their words do not count.
    """
    text = skeleton.text
    sentence = max(text.rfind(stop, 0, start) for stop in "。!?！？\n") + 1
    context = _without(text, sentence, start, matched)
    if OTHER_TIME in context:
        return "句中说的是另外的时间"
    if (found := words.SCOPE.search(context) or words.AHEAD.search(context)) is not None:
        return f"句中有“{found[0]}”，说的可能不是本期的现状"
    if any(words.PART.fullmatch(clause) for clause in _CLAUSES.split(context)):
        return "前面说的是其中一部分，分不清这个数是谁的"
    if (found := words.AHEAD.search(_without(text, 0, sentence, matched))) is not None:
        return f"前文有“{found[0]}”，说的可能不是本期的现状"
    if (since := _since(skeleton, sentence)) is not None:
        return f"前文从“{since}”说起，说的可能不是本期的现状"
    stop = _SENTENCE.match(text, start)
    if (found := _AIM.search(text, end, stop.end() if stop else end)) is not None:
        return "后面说的是目标或要求，不是本期的现状"
    if text[end : end + 1] in _ASKS:
        return "是问句"
    if (found := _LATER.match(text, end)) is not None:
        return f"后面有“{found[0].strip(',(')}”，口径可能不同"
    return None


def period(skeleton: Skeleton) -> str | None:
    """The period that the paragraph ends in (入汛以来), None after 目前 or 截至…"""
    now = max(skeleton.now, default=-1)
    found = None
    for m in _SENTENCE.finditer(skeleton.text):
        since = words.PERIOD.match(m[0])
        if since is not None and m.start() >= now:
            found = since[0].replace(OTHER_TIME, "")
    return found


def _since(skeleton: Skeleton, end: int) -> str | None:
    """The other time that an earlier sentence begins with, unless 目前 or 截至… came after it."""
    now = max((at for at in skeleton.now if at <= end), default=-1)
    for m in _SENTENCE.finditer(skeleton.text, 0, end):
        if m.start() < now:
            continue
        if m[0].startswith(OTHER_TIME):
            return "另外的时间"
        if (times := words.TIMES.match(m[0]) or words.PERIOD.match(m[0])) is not None:
            return times[0].replace(OTHER_TIME, "")
    return None


def _without(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> str:
    kept, at = [], start
    for first, last in sorted(spans):
        if last <= at or first >= end:
            continue
        kept.append(text[at : max(at, first)])
        at = last
    kept.append(text[at:end])
    return " ".join(kept)
