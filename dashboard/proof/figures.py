"""Every figure of a Chinese text with its place: pure, no warehouse.

No figures are dates, times, document numbers, ordinals (第3期), numbers of lists, telephone and
identity numbers, names made of numbers (“443”, 1+8, 5G) and idioms. A range is one figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from dashboard.proof import words
from dashboard.proof.numerals import Number, parse

_FULL = "０１２３４５６７８９．％（）：；，／＋－～ 　\u00a0\u2009\u202f"
_HALF = "0123456789.%():;,/+-~      "
_FOLD = str.maketrans(_FULL, _HALF[: len(_FULL)])

_CN = "零〇○一二两三四五六七八九十百千万亿"
_CN_DATE = "零〇○一二三四五六七八九十"
# What looks like a figure and is none; tried in this order, each on what the others left.
_NO_FIGURES = re.compile(
    "|".join(
        (
            r"(?<![\w.\-])[\w.\-]{1,64}@[\w.\-]{1,64}|(?:https?://|www\.)[^\s\u4e00-\u9fff]+",
            r"[〔\[【(]\s*\d{4}\s*[〕\]】)]\s*第?\s*\d*\s*[号期]?",
            rf"第\s*(?:\d+|[{_CN}]+)(?:[—\-~至、]第?(?:\d+|[{_CN}]+))?",
            r"(?<!\d)(?:400|800)-\d{3,4}-\d{3,4}|(?<!\d)0\d{2,3}[-—]\d{7,8}",
            r"(?:电话|手机|传真|热线|邮编|账号|编号|证号)[^\d\n]{0,4}[\d\- ]{5,}",
            r"\d{11,}[Xx]?|(?<=\D)1[3-9]\d[ -]\d{4}[ -]\d{4}",
            r"\d{4}\s*[-—–~至]\s*\d{4}\s*(?:年度?)?",
            r"(?<!\d)\d{4}\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}(?!\d)|\d{4}-?W\d{1,2}",
            r"\d+(?:-\d+){2,}",
            r"(?<!\d)(?:19|20)\d\d\s*年(?:度|初|底|末)?(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*[日号])?",
            r"(?<!\d)\d{1,2}\s*月(?:份|底|初|末|[上中下]旬)?(?:\s*\d{1,2}\s*[日号])?",
            r"(?<!\d)\d{1,2}\s*[日号](?!均)|\d+\s*号",
            r"(?:[附图表]件?|附表|附图|专栏)\s*\d+(?![个处项类张])",
            r"\d{1,2}:\d{2}(?::\d{2})?(?!\d)|\d{1,2}时(?:\d{1,2}分|整|许)?(?![间段期])",
            rf"[{_CN_DATE}]{{4}}年|[{_CN_DATE}]{{1,3}}月(?:[{_CN_DATE}]{{1,3}}[日号])?"
            rf"|[{_CN_DATE}]{{1,3}}[日号]",
            r"\d+(?:\s*\+\s*\d+)+|\d+\.\d+\.\d+[\d.]*|\d+:\d+|\d+\s*[×xX*]\s*\d+",
            r"[“\"‘「]\s*\d+\s*[”\"’」]",
            r"(?<![A-Za-z])[A-Za-z]{1,30}(?:/[A-Z])?[ -]?\d[\d.\-]*",
            r"\d+(?:\.\d+)?(?!km)(?!m(?![A-Za-z]))[A-Za-z]+",
            r"(?m:^\s*\d{1,3}\s*(?:[、)]|\.(?!\d)))|(?<=[;。:])\s*\d{1,2}[.、](?=[^\W\d])",
            rf"\(\s*(?:\d{{1,2}}|[{_CN_DATE}]+)\s*\)|[①-⑳⑴-⒇]",
            rf"(?m:^\s*[{_CN_DATE}]+、)|[{_CN_DATE}]{{1,3}}(?:是(?!否)|要(?=[^\W\d]))",
            r"(?m:^\s*[-—–]\s*\d+\s*[-—–]\s*$)",
            r"千家万户|千方百计|万无一失|万众一心|一年|四面八方|五湖四海|三令五申|百姓|十分|十四五|十三五"
            r"|万一|千万(?=要|不)|统一|一律|一批|一系列|之一|一体|一些|一定|一线|一并|不一|唯一|同一",
        )
    )
)
_DIGITS = r"\d{1,3}(?:,\d{3}){1,5}(?![\d,])(?:\.\d+)?|\d{1,20}(?:\.\d{1,20})?"
_SPACED = r"\d{1,3}(?: \d{3}){1,5}(?! ?\d)(?:\.\d+)?|\d(?: ?\d){1,12}(?= ?[^\W\d])"
_SCALE = r"(?: ?(?:[百千]?[万亿](?:亿)?|[百千十](?![米克瓦伏分]))(?!分))"
_NUMBER = rf"(?:{_SPACED}|{_DIGITS}){_SCALE}?(?:(?:{_DIGITS})(?:[千百十](?![米克瓦伏])|[百千]?万))*"
_CHINESE = rf"[{_CN}]{{1,20}}(?:点[零〇○一二三四五六七八九]+)?"


def _any(known: object) -> str:
    return "|".join(sorted(map(re.escape, known), key=len, reverse=True))  # type: ignore[call-overload]


_MORE = rf"(?:{_any(words.INSIDE)})"
_FIGURE = re.compile(
    rf"(?P<before>(?:{_any(words.BEFORE)}) ?)?"
    rf"(?:(?P<hundredths>百分之) ?(?P<share>{_DIGITS}|{_CHINESE})"
    rf"|(?P<number>{_NUMBER}) ?(?P<inside>{_MORE}(?P<scale>[十百千]?[万亿]|千(?!米))?)?"
    rf"(?: ?(?:[—–\-~至到]|—{{2}}) ?(?P<until>{_NUMBER}))?"
    rf"[ *]{{0,4}}(?P<unit>%|‰|{words.UNIT})?"
    rf"(?: ?(?:[—–\-~至到]|—{{2}}) ?(?P<end>{_NUMBER}) ?(?P<last>%|{words.UNIT}))?"
    rf"|(?P<chinese>{_CHINESE})(?P<more>{_MORE})?"
    rf"(?:[—\-~至到](?P<to>{_CHINESE}))?(?P<counter>成(?![为员立果效功本都])|{words.UNIT}))"
    rf"(?P<after>{_any(words.AFTER)})?"
)
_ONE, _SCALES = frozenset("一"), frozenset("百千万亿")


@dataclass(frozen=True)
class Figure:
    """One figure: `text` stands from code point `start` to before `end`.

    `number` is None where the figure has no single value (a range, 三四百). `unit` is as written,
    None when the number stands alone. `nearness`: what 余, 约, 近 say (a name of `words`), or None.
    """

    text: str
    start: int
    end: int
    number: Number | None
    unit: str | None
    nearness: str | None = None

    @property
    def value(self) -> Decimal | None:
        """The number written, None when it is not one."""
        return self.number.value if self.number else None


def fold(text: str) -> str:
    """Full-width digits and punctuation as half-width, place for place."""
    return text.translate(_FOLD)


def no_figures(folded: str) -> list[tuple[int, int]]:
    """Where numbers stand that are no figures: dates, ordinals, telephone numbers ..."""
    return [m.span() for m in _NO_FIGURES.finditer(folded)]


def find(text: str) -> list[Figure]:
    """Every figure, in order; offsets count code points of `text`."""
    folded = fold(text)
    hidden = list(folded)
    for start, end in no_figures(folded):
        hidden[start:end] = "\0" * (end - start)
    seen = "".join(hidden)
    return [f for m in _FIGURE.finditer(seen) if (f := _figure(text, m)) is not None]


def _figure(text: str, m: re.Match[str]) -> Figure | None:
    if m["chinese"] and set(m["chinese"]) <= _ONE and not (m["before"] or m["more"] or m["to"]):
        return None  # 一个, 一项: an article, not a count
    if m["chinese"] and not set(m["chinese"]) - _SCALES and not m["more"]:
        return None  # 万元, 百姓: no number without a digit
    start, end = m.span()
    nearness = _nearness(m)
    if m["hundredths"]:
        return Figure(text[start:end], start, end, parse(m["share"]), words.PERCENT, nearness)
    written, unit = m["number"] or m["chinese"], m["last"] or m["unit"] or m["counter"]
    if m["until"] or m["end"] or m["to"]:
        return Figure(text[start:end], start, end, None, unit, nearness)
    number = parse(written + (m["scale"] or ""))
    if number is not None and m["inside"] and m["chinese"] is None and m["scale"] is None:
        number = parse(written)
    stop = end - (len(m[0]) - len(m[0].rstrip()))
    return Figure(text[start:stop], start, stop, number, unit, nearness)


def _nearness(m: re.Match[str]) -> str | None:
    """The one word about nearness; two of them (约300余) leave what is meant open."""
    told = [
        *([words.BEFORE[m["before"].strip()]] if m["before"] else []),
        *([words.ODD] if m["inside"] or m["more"] else []),
        *([words.AFTER[m["after"]]] if m["after"] else []),
    ]
    if len(set(told)) > 1:
        return UNCLEAR
    return told[0] if told else None


UNCLEAR = "unclear"
"""More than one word about nearness, which do not say the same."""
