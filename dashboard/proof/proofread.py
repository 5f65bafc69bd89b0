"""A text against the published warehouse: the one entry for the command and for the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlencode

from dashboard import address, read, who
from dashboard.proof.check import Finding, check, with_note
from dashboard.proof.extract import Extract
from dashboard.proof.places import Gazetteer
from dashboard.proof.verdict import AGREES, Weeks
from dashboard.proof.wording import Declared, Pattern, Slot, all_patterns, own_wordings
from dashboard.reading import proof as asked
from dashboard.view import SOURCE

DISPATCH = "dispatch"
KEPT = 3  # versions: what was compiled for older ones is let go


@dataclass(frozen=True)
class Proof:
    """The findings of a text, with the version and week that it was checked against."""

    findings: tuple[Finding, ...]
    version: str
    as_of: date
    extract: Extract

    def count(self, verdict: str) -> int:
        """How many figures have this verdict."""
        return sum(f.verdict.verdict == verdict for f in self.findings)


def proofread(extract: Extract, as_of: date | None = None) -> Proof:
    """Checks the text against the week of `as_of` (the newest one when None).

    Raises WarehouseError when nothing is published or it cannot be read, UnknownWeek when there is
    no data for that day.
    """
    version = read.current().version
    weeks = Weeks(_week(version, as_of), read.weeks(version))

    def lookup(slot: Slot, area: str, week: date) -> Decimal | None:
        return asked.part(version, slot.metric, slot.part, area, week)

    gazetteer = Gazetteer(read.areas(version))
    found = check(extract, patterns(version), gazetteer, weeks, lookup)
    return Proof(tuple(_noted(version, f) for f in found), version, weeks.as_of, extract)


class UnknownWeek(Exception):
    """There is no data for the day that was asked for; the text says what there is."""


def _week(version: str, asked_for: date | None) -> date:
    weeks = read.weeks(version)
    if not weeks:
        raise UnknownWeek(
            "库中没有任何统计周；请先运行 python -m etl load 和 python -m warehouse build"
        )
    if asked_for is None:
        return weeks[-1]
    first, last = weeks[0], weeks[-1]
    if asked_for < first or (asked_for - last).days > 6:
        raise UnknownWeek(
            f"{asked_for} 没有数据：库中有 {first} 至 {last} 各周。请用 --asof 写其中的一天"
        )
    return read.snap(version, asked_for)


def patterns(version: str) -> tuple[Pattern, ...]:
    """Every way that the metrics of this version are said, as far as the edition holds them."""
    return _patterns(who.role(), version)


@lru_cache(maxsize=KEPT)
def _patterns(_role: str, version: str) -> tuple[Pattern, ...]:
    declared = (
        Declared(
            one.metric,
            one.has_denominator,
            (*_own(one), *one.wordings),
            one.of_city,
            frozenset(asked.by_name(version)),
        )
        for one in asked.said(version)
    )
    return all_patterns(declared, asked.synonyms(version))


def _own(one: asked.Said) -> list[str]:
    """A metric is also said by its phrase and title; a count only as declared."""
    if one.is_count:
        return []
    return own_wordings(one.title, one.unit, one.phrase, one.has_denominator)


def _noted(version: str, finding: Finding) -> Finding:
    """Adds that some units' old returns are in the value: it may change without an error."""
    said = finding.verdict
    if said.metric is None or said.area is None or said.as_of is None or said.verdict == AGREES:
        return finding
    row = asked.returns(version, said.metric, said.area, said.as_of)
    if row is None or row.units_reported >= row.units_expected:
        return finding
    late = row.units_expected - row.units_reported
    return with_note(finding, f"库中的数含 {late} 个单位沿用上期")


def titles(version: str) -> dict[str, str]:
    """What each metric is called."""
    return {name: one.title for name, one in asked.by_name(version).items()}


def area_name(version: str, code: str) -> str:
    """What the area is called."""
    return read.areas(version).by_code[code].name


def source(version: str, finding: Finding) -> str | None:
    """The address of the page that leads from the value to its cells, None without a match.

    A count of the registers leads to the dispatch desk, which lists what was counted.
    """
    said = finding.verdict
    if said.metric is None or said.area is None or said.as_of is None:
        return None
    query = {address.AREA: said.area, address.AS_OF: said.as_of.isoformat()}
    if asked.by_name(version)[said.metric].is_count:
        return f"/{DISPATCH}?{urlencode(query)}"
    return f"/{SOURCE}?{urlencode({**query, 'metric': said.metric})}"
