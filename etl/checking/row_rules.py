"""The row rules of a contract: which rows break them, and which cell is to blame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from etl.checking.bind import Binding
from etl.checking.cells import Setting, is_error
from etl.checking.parse import problems_at
from etl.checking.tell import Told
from etl.contract import Contract, Rule


def broken_rules(
    table: pl.DataFrame,
    contract: Contract,
    bindings: Sequence[Binding],
    told: Sequence[Told],
    texts: Mapping[str, pl.Series],
    setting: Setting,
) -> list[Told]:
    """The rows that break a rule of the contract; rows whose cells could not be read are spared.

    `texts`: what stands in the cells of the columns that rules name.
    """
    if not contract.rules or table.is_empty():
        return []
    known = table.lazy().with_columns(*context_of(setting))
    checks = [pl.sql_expr(rule.check) for rule in contract.rules]
    broken = known.select(
        (~check).fill_null(value=False).alias(str(i)) for i, check in enumerate(checks)
    ).collect()
    found: list[Told] = []
    for i, (rule, check) in enumerate(zip(contract.rules, checks, strict=True)):
        places = broken[str(i)].arg_true().cast(pl.UInt32)
        misread = _misread(told, check.meta.root_names())
        if len(misread):
            places = places.filter(~places.is_in(misread.implode()))
        if len(places):
            rows = table.select(pl.all().gather(places)).with_columns(*context_of(setting))
            found += _blamed(rows.with_columns(places.alias("ix")), rule, check, bindings, texts)
    return found


def context_of(setting: Setting) -> tuple[pl.Expr, pl.Expr]:
    """What a rule may use beside the row: the cut-off date and the unit."""
    unit = setting.unit.code if setting.unit else None
    return (
        pl.lit(setting.as_of, dtype=pl.Date).alias("as_of"),
        pl.lit(unit, dtype=pl.String).alias("unit_code"),
    )


def _misread(told: Sequence[Told], columns: Iterable[str]) -> pl.Series:
    """Positions where one of the columns holds something that could not be read."""
    names = set(columns)
    found = [t.problems.filter(is_error())["ix"] for t in told if t.column.name in names]
    return pl.concat(found).unique() if found else pl.Series([], dtype=pl.UInt32)


def _blamed(
    rows: pl.DataFrame,
    rule: Rule,
    check: pl.Expr,
    bindings: Sequence[Binding],
    texts: Mapping[str, pl.Series],
) -> list[Told]:
    """Which of the rule's cells to point at: one without which the row would pass, else an empty
    one, else the first."""
    bound = {b.column.name: b for b in bindings}
    names = [n for n in rule.columns if bound[n].number is not None]
    to_blame = pl.lit(None, pl.String)
    for name in reversed(names):
        to_blame = pl.when(pl.col(name).is_null()).then(pl.lit(name)).otherwise(to_blame)
    picked = rows.select(to_blame.alias("column")).to_series()
    for name in reversed(names):
        nulled = rows.with_columns(pl.lit(None, rows.schema[name]).alias(name))
        passes = nulled.select(check.fill_null(value=True)).to_series() & rows[name].is_not_null()
        picked = picked.set(passes, name)
    fallback = names[0] if names else pointed_at(check.meta.root_names(), bound)
    picked = picked.fill_null(fallback)
    found = []
    for name in picked.unique(maintain_order=True):
        places = rows["ix"].filter(picked == name)
        values = texts[name].gather(places) if name in texts else None
        problems = problems_at(places, values, "")
        binding = bound[name]
        found.append(Told(binding.column, binding.number, binding.column.title, problems, rule))
    return found


def pointed_at(names: Sequence[str], bound: Mapping[str, Binding]) -> str:
    """A column of the sheet to point at when none of a rule's own is there."""
    there = [n for n in (*names, *bound) if n in bound and bound[n].number is not None]
    return there[0] if there else next(iter(bound))
