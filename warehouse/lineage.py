"""The walk from a figure back to its sources: the metric, its models, what was loaded.

The rows themselves, with file, sheet, row and cells, are in evidence.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.metric import definition
from warehouse.read import Warehouse


@dataclass(frozen=True)
class Step:
    """One table on the way: a metric, a model, a code list, or a source as it was loaded.

    `depth` counts from the metric (0); `sql` is None where no SQL made it; `reads` are the tables
    it is made from, those of the warehouse's own records (meta) left out.
    """

    table: str
    title: str
    grain: str | None
    sql: str | None
    reads: tuple[str, ...]
    depth: int


def steps(warehouse: Warehouse, metric: str) -> tuple[Step, ...]:
    """The metric and all it is made from, nearest first; UnknownName when there is none."""
    definition(warehouse, metric)
    reads: dict[str, list[str]] = {}
    for made_from, table in warehouse.rows(
        "select from_table, to_table from meta.lineage "
        "where not starts_with(from_table, 'meta.') order by from_table"
    ):
        reads.setdefault(table, []).append(made_from)
    depths = _depths(f"metrics.{metric}", reads)
    facts = {row[0]: row[1:] for row in warehouse.rows(_FACTS)}
    return tuple(
        Step(table, title, grain, sql, tuple(reads.get(table, ())), depths[table])
        for table in depths
        if table in facts
        for title, grain, sql in [facts[table]]
    )


_FACTS = """
select schema_name || '.' || table_name, title, grain, sql from meta.table
union all
select 'raw.' || source, title, null, null from meta.source
"""


def _depths(start: str, reads: dict[str, list[str]]) -> dict[str, int]:
    """Every table above `start` with its distance, nearest first."""
    depths = {start: 0}
    waiting = [start]
    for table in waiting:
        for read in reads.get(table, ()):
            if read not in depths:
                depths[read] = depths[table] + 1
                waiting.append(read)
    return depths
