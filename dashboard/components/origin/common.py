"""What the tiles of 数据来源 share: which metric, which source, from which row on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dashboard import format, read
from dashboard.components import metric as m
from dashboard.components.html import Child, Html, el, figure, light_mark
from dashboard.components.metric import Reading
from dashboard.reading import origin
from dashboard.reading.origin import SourceRows
from dashboard.view import View

METRIC, SOURCE, OFFSET, COLUMNS = "metric", "source", "offset", "columns"
TOLERANCE = 1e-9  # relative, as the build's: sums are exact to six decimals


def asked(view: View) -> str:
    """The metric that the address names; empty when it names none."""
    return view.choices.get(METRIC, "").strip()


def is_known(view: View, metric: str) -> bool:
    """Whether the warehouse has a metric of that name."""
    return any(one.metric == metric for one in origin.metrics(view.version))


def reading(view: View) -> Reading:
    """The figure that the page is about."""
    return m.reading(view, asked(view))


def behind(view: View) -> tuple[SourceRows, ...]:
    """The sources that are kept row by row, that of the exact rows first."""
    return origin.sources(view.version, asked(view), view.area.code, view.as_of)


def chosen(view: View) -> SourceRows | None:
    """The source whose rows are shown; None when none is kept row by row."""
    found = behind(view)
    wanted = view.choices.get(SOURCE, "")
    return next((s for s in found if s.source == wanted), found[0] if found else None)


def from_first(view: View) -> View:
    """The view with its rows from the first one on."""
    return replace(view, choices={k: v for k, v in view.choices.items() if k != OFFSET})


def of_area(view: View, code: str) -> str:
    """The same figure of another area."""
    return from_first(view).address(area=code)


def list_of_all(view: View) -> str:
    """Where every metric is listed, for the same area and week."""
    return replace(view, choices={}).address()


def agrees(one: Reading, source: SourceRows) -> bool | None:
    """Whether the rows add up to the figure; None where there is nothing to compare."""
    if not source.is_exact or one.now is None:
        return None
    now = one.now
    pairs = [(source.numerator, now.numerator), (source.denominator, now.denominator)]
    return all(
        abs((rows or 0) - (said or 0)) <= TOLERANCE * max(1, abs(said or 0)) for rows, said in pairs
    )


def repeats(source: SourceRows) -> bool:
    """Whether some of the rows are of one thing, so that there are more of them than they count."""
    things = source.denominator if source.denominator is not None else source.numerator
    return source.counts_once and source.rows != things


def verdict(one: Reading, source: SourceRows) -> Html | None:
    """合计相符 or 合计不符, as a mark and a word."""
    known = agrees(one, source)
    if known is None:
        return None
    return light_mark("green" if known else "red", None, said="合计相符" if known else "合计不符")


PARTS = ("numerator", "denominator")


def part(one: Reading, name: str, value: float | None) -> Child:
    """A part of the figure as it stands, in no larger unit: what the rows add up to exactly."""
    if value is None:
        return format.NO_DATA
    unit = "" if one.definition.has_denominator else one.definition.unit
    return figure(
        f"{format.exact(value)}{unit}",
        metric=f"{one.definition.metric}/{name}",
        area=one.area,
        as_of=one.as_of,
        value=value,
    )


def heads(one: Reading) -> list[str]:
    """What the parts are called: 分子 and 分母 of a rate, 计入 of a count."""
    return ["分子", "分母"] if one.definition.has_denominator else ["计入"]


def carried(is_carried: bool, used_as_of: date, beside: date) -> list[Child]:
    """The date of a return, marked where its unit did not send a newer one."""
    said: list[Child] = [format.short_day(used_as_of, beside)]
    if is_carried:
        said += [" ", el("span", "沿用", class_="carried")]
    return said


def why_not_exact(view: View) -> str:
    """Why no row can be said to add so much to the figure, in plain words."""
    one = read.definition(view.version, asked(view))
    if not one.additive:
        return (
            "本指标的一个数要由许多行共同判定（见口径），单看哪一行都不能说它计入多少，"
            "所以各行不能相加。下面是判定时用到的全部行。"
        )
    return (
        "本指标的分子和分母取自不同的表，没有哪一行同时计入两者，所以各行不能与本数逐行对上。"
        "下面是计算时用到的全部行。"
    )
