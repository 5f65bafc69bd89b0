"""A whole text: headings and articles, paragraph by paragraph, to one finding per figure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from dashboard.proof import tables, words
from dashboard.proof.claims import Reader
from dashboard.proof.extract import Extract, Paragraph
from dashboard.proof.figures import find, fold
from dashboard.proof.passage import Claim
from dashboard.proof.places import Gazetteer, sole_district
from dashboard.proof.signs import MOST_FIGURES, OTHER_TIME
from dashboard.proof.skeleton import Skeleton, build
from dashboard.proof.tables import Caption
from dashboard.proof.topics import UNKNOWN, Topic, Topics, period
from dashboard.proof.verdict import Lookup, Verdict, Weeks, judge
from dashboard.proof.wording import Pattern
from dashboard.view import Area, Areas

_ENDS = tuple("。；;！!？?，,：:")
_LONGEST_TITLE = 60
_ARTICLE = 0
TOO_MANY = f"一段里的数超过 {MOST_FIGURES} 个，后面的不核对"
_GOES_ON = re.compile(r"$|[,:(]|工作|普查|进展|情况|隐患|应急|做法|经验|开展|推进|积极|扎实")
_MASTHEAD = -1  # above every heading: what the first line of the text says of all of it
_LEAD = 4  # below every heading: a line that ends with a colon
_LEADS = ("：", ":", "如下", "如下。")
_STOPS = "。!?！？"
_YEAR = re.compile(r"(\d{4})年")
_ISSUE = re.compile(r"[〔\[(](\d{4})[〕\])]")
_WEEK = re.compile(r"第(\d{1,2})周")
_DATED = re.compile(r"年|月|周|季|上期|计划|规划|目标|同期")


@dataclass(frozen=True)
class Finding:
    """A figure of the text, with offsets in the whole text, and what is said of it."""

    text: str
    start: int
    end: int
    place: str
    claim: Claim
    verdict: Verdict


@dataclass
class _Above:
    """The headings that a paragraph stands under: what they are about, what they put in doubt."""

    article: Topic
    is_titled: bool = False  # by its title alone: it holds until another area is spoken of
    period: str | None = None  # 入汛以来: what follows is of it, until 目前 or 截至…
    earlier: date | None = None  # 截至 another week: what follows is of it, until 目前 or 截至…
    sole: Area | None = None  # the only area that the article names at all
    headings: dict[int, tuple[Topic | None, str | None]] = field(default_factory=dict)

    def pass_heading(self, text: str, skeleton: Skeleton, areas: Areas, as_of: date) -> None:
        """Takes note of a heading, or of a line that leads to what follows (情况如下：)."""
        leads = text.strip().endswith(_LEADS) and len(text.strip()) <= _LONGEST_TITLE
        level = _LEAD if leads else _level(text)
        if level is None:
            return
        named = [mention for _, mention in skeleton.areas]
        topic = Topics(skeleton, areas, self.article).resolve(named) if named else None
        if topic is None and not leads and _names_unknown(skeleton.text):
            self.headings = {k: v for k, v in self.headings.items() if k < level}
            self.headings[level] = (Topic(None, UNKNOWN), None)
            return
        if topic is not None and (topic.area is None or level == _ARTICLE):
            topic = None  # the title of an article is seen to elsewhere
        self.headings = {k: v for k, v in self.headings.items() if k < level}
        self.headings[level] = (topic, _doubted(text, skeleton, as_of, leads=leads))

    @property
    def topic(self) -> Topic:
        told = [topic for _, (topic, _) in sorted(self.headings.items()) if topic is not None]
        return told[-1] if told else self.article

    @property
    def doubt(self) -> str | None:
        return next((doubt for _, doubt in self.headings.values() if doubt), None)


def check(
    extract: Extract,
    patterns: tuple[Pattern, ...],
    gazetteer: Gazetteer,
    weeks: Weeks,
    lookup: Lookup,
) -> list[Finding]:
    """A finding for every figure, in the order of the text."""
    found = [
        Finding(
            claim.figure.text,
            paragraph.start + claim.figure.start,
            paragraph.start + claim.figure.end,
            paragraph.place,
            claim,
            judge(claim, weeks, lookup),
        )
        for paragraph, claim in claims(extract, patterns, gazetteer, weeks.as_of)
    ]
    return sorted(found, key=lambda finding: finding.start)


def claims(
    extract: Extract, patterns: tuple[Pattern, ...], gazetteer: Gazetteer, as_of: date
) -> Iterator[tuple[Paragraph, Claim]]:
    """What each figure says, with the paragraph that it stands in, story by story."""
    stories: dict[str, list[Paragraph]] = {}
    for paragraph in extract.paragraphs:
        stories.setdefault(paragraph.story, []).append(paragraph)
    over_all = _masthead(extract.paragraphs, gazetteer, as_of)
    for article in (a for story in stories.values() for a in _articles(story, gazetteer)):
        mentions = [m for p in article for m in gazetteer.all(fold(p.text))]
        about, titled = sole_district(mentions), _titled(article, gazetteer)
        above = _Above(Topic(titled), is_titled=about is None, sole=about)
        above.headings[_MASTHEAD] = (None, over_all)
        caption = Caption()
        for table, group in groupby(article, key=lambda p: p.table):
            rows = list(group)
            if table is not None:
                yield from tables.read(rows, patterns, gazetteer, above.doubt, caption)
                continue
            for paragraph in rows:
                yield from _paragraph(paragraph, patterns, gazetteer, as_of, above)
                if paragraph.text.strip():
                    caption = _caption(paragraph.text, gazetteer, as_of.year)


def _paragraph(
    paragraph: Paragraph,
    patterns: tuple[Pattern, ...],
    gazetteer: Gazetteer,
    as_of: date,
    above: _Above,
) -> Iterator[tuple[Paragraph, Claim]]:
    figures = find(paragraph.text)
    skeleton = build(paragraph.text, figures, gazetteer, as_of.year)
    above.pass_heading(paragraph.text, skeleton, gazetteer.areas, as_of)
    topics = Topics(skeleton, gazetteer.areas, above.topic, above.sole)
    if above.sole is not None and skeleton.areas:
        above.article = Topic(above.sole)
    if above.is_titled and topics.leaves(above.article.area):
        above.article = Topic(None)
    if skeleton.now:
        above.period = above.earlier = None
    doubt = above.doubt
    if doubt is None and above.period:
        doubt = f"前文从“{above.period}”说起，可能只是那段时间的数"
    if doubt is None and above.earlier:
        doubt = f"前文写明截至{above.earlier}，不知这个数是不是那时的"
    for claim in Reader(patterns, skeleton, topics, doubt).read():
        yield paragraph, claim
    above.period = period(skeleton) or above.period
    if skeleton.stated and skeleton.now[-1] == skeleton.stated[-1][0]:
        at, day = skeleton.stated[-1]
        begins = at == 0 or skeleton.text[at - 1] in _STOPS  # else it is of what it stands beside
        above.earlier = day if begins and day != as_of else None
    for figure in figures[MOST_FIGURES:]:
        yield paragraph, Claim(figure, reason=TOO_MANY)


def _masthead(paragraphs: Sequence[Paragraph], gazetteer: Gazetteer, as_of: date) -> str | None:
    """Why nothing in the text may be of this week, by its first line."""
    first = next((p.text for p in paragraphs if p.text.strip()), "")
    if _level(first) != _ARTICLE:
        return None
    return _doubted(first, build(first, find(first), gazetteer, as_of.year), as_of, leads=False)


def _names_unknown(heading: str) -> bool:
    """Whether the heading is about a place that the register does not know, or about the others."""
    found = words.ELSEWHERE.match(heading) or words.PLURAL.match(heading)
    return found is not None and _GOES_ON.match(heading, found.end()) is not None


def _doubted(text: str, skeleton: Skeleton, as_of: date, *, leads: bool) -> str | None:
    """Why what stands below a heading may not be of this week."""
    folded = fold(text)
    found = words.OVER_ALL.search(folded)
    if leads:
        found = found or words.SCOPE.search(skeleton.text) or words.TIMES.search(folded)
    if found is not None:
        return f"标题有“{found[0]}”，说的可能不是本期的现状"
    years = {int(year) for year in _YEAR.findall(folded)}
    days = {day for _, day in skeleton.stated}
    weeks = {int(week) for week in _WEEK.findall(folded)} - {as_of.isocalendar().week}
    old = any(int(year) < as_of.year for year in _ISSUE.findall(folded))
    if (
        years - {as_of.year}
        or days - {as_of}
        or weeks
        or old
        or (leads and OTHER_TIME in skeleton.text)
    ):
        return "标题说的是另外的时间"
    return None


def _articles(paragraphs: Sequence[Paragraph], gazetteer: Gazetteer) -> Iterator[list[Paragraph]]:
    """The text cut before each 【…】 and before each title line that names one area."""
    article: list[Paragraph] = []
    for paragraph in paragraphs:
        if article and _begins(paragraph, gazetteer):
            yield article
            article = []
        article.append(paragraph)
    if article:
        yield article


def _titled(article: Sequence[Paragraph], gazetteer: Gazetteer) -> Area | None:
    """The one area that the title of the article names."""
    first = next((p for p in article if p.text.strip()), None)
    if first is None or _level(first.text) != _ARTICLE:
        return None
    return sole_district(gazetteer.all(fold(first.text)))


def _begins(paragraph: Paragraph, gazetteer: Gazetteer) -> bool:
    if paragraph.table is not None:
        return False
    if words.LEVELS[0].match(paragraph.text):
        return True
    return _level(paragraph.text) == _ARTICLE and any(gazetteer.all(fold(paragraph.text)))


def _level(text: str) -> int | None:
    """How high a heading stands, 0 the highest; None for a paragraph of text."""
    bare = text.strip()
    if not bare or len(bare) > _LONGEST_TITLE or bare.endswith(_ENDS):
        return None
    numbered = (n for n, mark in enumerate(words.LEVELS) if mark.match(text))
    return next(numbered, _ARTICLE)


def _caption(text: str, gazetteer: Gazetteer, year: int) -> Caption:
    """What the line above a table says of it; a paragraph of text: only of plans and the past."""
    skeleton = build(text, find(text), gazetteer, year)
    day = skeleton.stated[-1][1] if skeleton.stated else None
    title = len(text.strip()) <= _LONGEST_TITLE and not text.strip().endswith("。")
    found = (_DATED if title else words.AHEAD).search(skeleton.text)
    if (title and OTHER_TIME in skeleton.text) or (skeleton.stated and day is None):
        return Caption(doubt="表题说的是另外的时间")
    if found is not None:
        return Caption(doubt=f"表题有“{found[0]}”，表中的数可能不是本期的现状")
    return Caption(day, tables.unit_of_all(text))


def with_note(finding: Finding, note: str) -> Finding:
    """The finding with something more to say."""
    said = "；".join(filter(None, (finding.verdict.reason, note)))
    return replace(finding, verdict=replace(finding.verdict, reason=said))
