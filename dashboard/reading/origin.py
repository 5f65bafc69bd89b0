"""What the page 数据来源 asks the warehouse: every metric, its models, and the rows behind one."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.read import per_version
from warehouse import evidence, lineage
from warehouse.celltext import NO, YES
from warehouse.evidence import PAGE, Column, FileRows, Page, SourceRows
from warehouse.lineage import Step
from warehouse.read import Warehouse

__all__ = ["NO", "PAGE", "YES", "Column", "FileRows", "Page", "SourceRows", "Step"]

KEPT_PAGES = 64  # of rows: many kB each, and the tiles made of them are kept as well

steps = per_version(lineage.steps)
sources = per_version(evidence.sources)
files = per_version(evidence.files)
rows = per_version(evidence.rows, kept=KEPT_PAGES)


@dataclass(frozen=True)
class Listed:
    """A metric as the list of all of them has it; `source` is the first one behind it."""

    metric: str
    title: str
    source: str


@per_version
def metrics(warehouse: Warehouse) -> tuple[Listed, ...]:
    """Every metric, those of one source together, by title in alphabetical order of pinyin."""
    found = warehouse.query(
        "select metric, title, coalesce(sources[1], '') as source from metrics.definition"
        " order by source, title collate zh"
    )
    return tuple(Listed(*row) for row in found.iter_rows())
