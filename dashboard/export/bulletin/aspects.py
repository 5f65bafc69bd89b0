"""Which aspect of its metric a figure is: what it is called, and what it is counted in.

A figure is named `metric` or `metric/aspect`. The unit of an aspect is seldom its metric's: a share
is late by days, differs in points, and is made of sites or of yuan.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from dashboard import format
from dashboard.components import changes
from dashboard.components.census import records
from dashboard.proof import figures, words
from dashboard.read import Definition
from dashboard.reading import overview

_SHARE = "share/"  # of a metric that is itself no share: the share that it makes


class Kind(Enum):
    """How the value of an aspect is to be read."""

    OWN = "as its metric"
    DIFFERENCE = "the difference of two values of its metric"
    COUNT = "one of the counts that its metric is made of"
    PRINTED = "as it is printed: nothing else tells"


@dataclass(frozen=True)
class Aspect:
    """What an aspect is called, and how its value is to be read."""

    title: str
    kind: Kind
    unit: str = ""  # where it is always counted in the same


_ASPECTS: Mapping[str, Aspect] = {
    "": Aspect("值", Kind.OWN),
    "value": Aspect("值", Kind.OWN),
    "planned": Aspect("计划", Kind.OWN),
    "month_start": Aspect("月初", Kind.OWN),
    "change": Aspect("与上期比", Kind.DIFFERENCE),
    "month_change": Aspect("本月变化", Kind.DIFFERENCE),
    "gap": Aspect("与计划之差", Kind.DIFFERENCE),
    "recounted_gap": Aspect("印发比重算", Kind.DIFFERENCE),
    "by_work": Aspect("其中工作完成", Kind.DIFFERENCE),
    "by_task": Aspect("其中任务变动", Kind.DIFFERENCE),
    "numerator": Aspect("分子", Kind.COUNT),
    "denominator": Aspect("分母", Kind.COUNT),
    "remaining": Aspect("尚余", Kind.COUNT),
    "days_late": Aspect("晚几天", Kind.PRINTED, "天"),
    "days_behind": Aspect("落后已几天", Kind.PRINTED, "天"),
    "measure": Aspect("程度", Kind.PRINTED),
    "actual": Aspect("实际", Kind.PRINTED),
    "expected": Aspect("应有", Kind.PRINTED),
    "done_share": Aspect("工程量完成", Kind.PRINTED),
    "paid_share": Aspect("支付", Kind.PRINTED),
    "inspected": Aspect("已检验", Kind.PRINTED, records.UNIT),
}
_COUNTED_AS = {"remaining": "numerator"}  # what is left to be done is counted as what is done


def aspect(version: str, name: str) -> Aspect:
    """The aspect called `name`; the empty name is the metric itself."""
    bare = name.removeprefix(_SHARE)
    if (known := _ASPECTS.get(bare)) is not None:
        return known if bare == name else Aspect(f"占比：{known.title}", known.kind)
    kinds = overview.change_kinds(version)
    title = next((kind.title for kind in kinds if changes.aspect(kind.code) == name), name)
    return Aspect(title, Kind.PRINTED)


def is_share(name: str, meant: Definition | None) -> bool:
    """Whether 1 is all of it: so it is for a rate, and for the share that a count makes."""
    return name.startswith(_SHARE) or (meant is not None and meant.unit == format.PERCENT)


def unit(version: str, name: str, meant: Definition | None, text: str) -> str | None:
    """What the aspect called `name` of the metric `meant`, printed as `text`, is counted in."""
    own = aspect(version, name)
    if own.unit:
        return own.unit
    kind = own.kind
    if is_share(name, meant) and kind in (Kind.OWN, Kind.DIFFERENCE):
        return format.PERCENTAGE_POINTS if kind is Kind.DIFFERENCE else format.PERCENT
    if meant is None or kind is Kind.PRINTED:
        return printed_unit(text)
    if kind is Kind.COUNT:
        slot = _COUNTED_AS.get(name, name)
        said = re.search(rf"\{{{slot}\}}({words.UNIT})", meant.phrase or "")
        return said[1] if said else printed_unit(text)
    return meant.unit


def printed_unit(text: str) -> str | None:
    """`天` of `98天`, `米` of `0.85万米`; None of a bare number and of a word."""
    return next((figure.unit for figure in figures.find(text)), None)
