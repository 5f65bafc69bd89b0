"""What the quality page asks the warehouse: returns, problems, leaks between steps, checks."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dashboard import read

WEEKS = 12
Row = dict[str, Any]


@dataclass(frozen=True)
class Return:
    """What one unit owes of one source in one week, and which return it stands on."""

    unit: str
    source: str
    as_of: date
    used_as_of: date | None
    is_reported: bool
    weeks_stale: int | None

    @property
    def is_new(self) -> bool:
        """Whether a return of that very week is used."""
        return self.used_as_of is not None and self.used_as_of > self.as_of - timedelta(weeks=1)


@read.per_version
def returns(warehouse: read.Warehouse, as_of: date) -> tuple[Return, ...]:
    """What was due in the WEEKS weeks up to `as_of`: units in customary order, sources by name."""
    rows = warehouse.query(
        "select r.unit_code, r.source, r.as_of, r.used_as_of, r.is_reported, r.weeks_stale"
        " from staging.unit_return as r inner join codes.unit as u on u.code = r.unit_code"
        " inner join meta.source as s on s.source = r.source"
        " where r.is_expected and r.as_of between ? and ?"
        " order by u.sort, s.cadence_days, s.title, r.as_of",
        [as_of - timedelta(weeks=WEEKS - 1), as_of],
    )
    return tuple(Return(*row) for row in rows.iter_rows())


@dataclass(frozen=True)
class Problem:
    """One problem as of a week: where it stands in the newest return that has it."""

    unit: str | None
    source: str | None
    as_of: date | None
    file: str
    sheet: str | None
    cell: str | None
    rule: str
    rule_title: str
    level: str
    message: str
    remedy: str
    state: str
    is_open: bool
    note: str | None
    since: date | None
    times: int  # in how many returns
    is_in_use: bool  # whether the week's figures stand on the return that has it

    @property
    def place(self) -> str:
        """`隐患点台账!D52`; empty where the problem is of the whole file."""
        return "!".join(part for part in (self.sheet, self.cell) if part)


PROBLEMS = """
select f.unit_code, f.source, f.as_of, f.file, f.sheet, f.cell, f.rule,
    coalesce(r.title, f.rule), f.level, f.message, f.remedy, f.state, f.is_open, f.note,
    f.first_as_of, count(*) over thread as times,
    f.next_as_of is null or f.next_as_of > $1 as is_in_use
from marts.finding_status as f
left join codes.quality_rule as r on r.code = f.rule
where f.as_of is null or f.as_of <= $1
window thread as (partition by f.first_load_no, f.first_finding_no)
qualify row_number() over (
    partition by f.first_load_no, f.first_finding_no
    order by f.as_of desc nulls last, f.load_no desc, f.finding_no desc
) = 1
order by is_in_use desc, f.level = 'error' desc, f.first_as_of, f.load_no, f.finding_no
"""


@read.per_version
def problems(warehouse: read.Warehouse, as_of: date) -> tuple[Problem, ...]:
    """Problems in the returns up to `as_of`: in use first, then what was refused, the oldest."""
    return tuple(Problem(*row) for row in warehouse.query(PROBLEMS, [as_of]).iter_rows())


@read.per_version
def used_files(warehouse: read.Warehouse, unit: str, as_of: date) -> list[Row]:
    """The returns a unit's figures stand on: title, file, and what became of its rows."""
    rows = warehouse.query(
        "select s.title, k.title as cadence, r.is_expected, r.used_as_of, r.is_reported, l.file,"
        " l.read, l.accepted, l.rejected, l.skipped, l.unclaimed from staging.unit_return as r"
        " inner join meta.source as s on s.source = r.source"
        " inner join codes.cadence as k on k.code = s.cadence"
        " left join staging.current_load as c on c.source = r.source"
        "  and c.unit_code = r.unit_code and c.as_of = r.used_as_of"
        " left join meta.load as l on l.load_no = c.load_no"
        " where r.unit_code = ? and r.as_of = ? and (r.is_expected or r.used_as_of is not null)"
        " order by k.sort, s.title",
        [unit, as_of],
    )
    return list(rows.iter_rows(named=True))


@dataclass(frozen=True)
class Cadence:
    """A source that is sent again and again."""

    source: str
    title: str
    word: str  # 每周
    days: int  # within which a return is in time


@read.per_version
def cadences(warehouse: read.Warehouse) -> tuple[Cadence, ...]:
    """The sources that are due again and again, the most frequent first."""
    rows = warehouse.query(
        "select s.source, s.title, c.title, s.cadence_days from meta.source as s"
        " inner join codes.cadence as c on c.code = s.cadence"
        " where s.cadence_days is not null order by c.sort, s.title"
    )
    return tuple(Cadence(*row) for row in rows.iter_rows())


LEAKS = """
select p.area_code, p.required_objects, t.step, t.lost,
    t.lost / nullif(p.required_objects, 0) as share
from marts.step_progress as p, lateral (values
    (1, 'collected', uncollected_objects), (2, 'proofread', unproofread_objects),
    (3, 'inspected', uninspected_objects), (4, 'passed', uncorrected_objects),
    (5, 'submitted', unsubmitted_objects)
) as t (position, step, lost)
where p.as_of = ?
order by p.area_code, t.position
"""


@read.per_version
def leaks(warehouse: read.Warehouse, as_of: date) -> dict[str, list[Row]]:
    """area -> what each step lacks of the one before: step, lost, share of what is required."""
    found: dict[str, list[Row]] = {}
    for row in warehouse.query(LEAKS, [as_of]).iter_rows(named=True):
        found.setdefault(row["area_code"], []).append(row)
    return found


@dataclass(frozen=True)
class Check:
    """A check between tables, and what it found when the warehouse was built."""

    name: str
    title: str
    is_error: bool
    message: str
    remedy: str
    rows: int
    heads: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    sql: str


@read.per_version
def checks(warehouse: read.Warehouse) -> tuple[Check, ...]:
    """Every check: first what found something, then what must hold, by title."""
    rows = warehouse.query(
        "select check_name as name, title, level = 'error' as is_error, message, remedy, rows,"
        " heads, sample, sql from meta.check order by rows = 0, level, title"
    )
    return tuple(
        Check(**{**row, "heads": tuple(row["heads"]), "sample": _sample(row["sample"])})
        for row in rows.iter_rows(named=True)
    )


def _sample(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in json.loads(text))


@dataclass(frozen=True)
class Feed:
    """What is made of one source, directly or through other tables."""

    source: str
    title: str
    owner: str
    is_due: bool  # again and again; not a register, a plan, a ledger sent when it changes
    tables: tuple[tuple[str, str], ...]  # name, title
    metrics: tuple[tuple[str, str], ...]


@read.per_version
def feeds(warehouse: read.Warehouse) -> tuple[Feed, ...]:
    """Every source with the tables and metrics that read it, by title."""
    reads: dict[str, list[str]] = {}
    for made_from, table in warehouse.rows("select from_table, to_table from meta.lineage"):
        reads.setdefault(made_from, []).append(table)
    tables = dict(warehouse.rows("select schema_name || '.' || table_name, title from meta.table"))
    metrics = dict(warehouse.rows("select metric, title from metrics.definition"))
    found = []
    for source, title, owner, is_due in warehouse.rows(
        "select source, title, owner, cadence_days is not null from meta.source"
        " order by cadence_days nulls last, title"
    ):
        below = _below(f"raw.{source}", reads)
        own = [(name, tables[name]) for name in below if name in tables]
        named = [name.partition(".")[2] for name, _ in own if name.startswith("metrics.")]
        found.append(
            Feed(
                *(source, title, owner, is_due),
                tuple(pair for pair in own if not pair[0].startswith("metrics.")),
                tuple((name, metrics[name]) for name in named if name in metrics),
            )
        )
    return tuple(found)


def _below(start: str, reads: dict[str, list[str]]) -> Sequence[str]:
    """Everything made from `start`, by name; the roll-up of all metrics is not followed."""
    found: dict[str, None] = {}
    waiting = [start]
    for table in waiting:
        for made in reads.get(table, ()):
            if made not in found and made not in ("metrics.value", "metrics.definition"):
                found[made] = None
                waiting.append(made)
    return sorted(found)
