"""Who may see each table and column, from what contracts, headers and tables.toml declare.

Two things are kept apart, and each is inherited from what a table is made from:

* rows: raw rows, and every model that says nothing else, are for analysts, or for fewer where a
  table they read is. A metric adds up rows by area, so it is for everybody.
* values: a column that was declared narrow in a contract stays so in whatever is computed from it,
  under any name (origins.py); all other columns are seen by whoever sees their rows.

A header may make either wider only by saying why (`released`): that is the one place where somebody
decides it. Which rows are chosen by a narrow column is not followed, only what is computed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from warehouse.common.audience import ANALYST, FULL, PUBLIC, is_wider, narrowest
from warehouse.errors import ModelError, Problem
from warehouse.model import DEFINITION, VALUE, Model, Project, build_order, dependencies
from warehouse.origins import Columns, Unfollowed, origins
from warehouse.sources import Source
from warehouse.tables import built_tables, metric_columns

PARTS = ("numerator", "denominator")
METRIC = "metric"  # a column of this name says which metric a row is about


@dataclass(frozen=True)
class Shown:
    """Who may see a table: its rows, and each column's values (never more people than the rows).

    Editions narrower than full hold no row of an area finer than `finest`.
    """

    rows: str
    columns: Mapping[str, str]
    finest: str | None = None

    def of(self, column: str) -> str:
        """Who may see the column; KeyError when it was not declared."""
        return narrowest((self.rows, self.columns[column]))


def is_metric(table: str) -> bool:
    """Whether the table is that of one metric."""
    return table.startswith("metrics.") and table not in (VALUE, DEFINITION)


def audiences(
    project: Project, sources: Mapping[str, Source], codes: Mapping[str, Collection[str]]
) -> Mapping[str, Shown]:
    """table -> who may see it: raw, code lists (`codes`: their columns), meta, models.

    ModelError lists every declaration that is
    wider than what the table or column is made from without saying why, and every key that fewer
    may see than its rows.
    """
    known: dict[str, Shown] = {
        f"raw.{name}": Shown(ANALYST, {c.name: c.audience for c in source.all_columns})
        for name, source in sources.items()
    }
    for name, table in built_tables().items():
        known[name] = Shown(table.audience, {c.name: c.audience for c in table.columns})
    for name, columns in codes.items():
        known[name] = Shown(PUBLIC, dict.fromkeys(columns, PUBLIC))
    problems: list[Problem] = []
    edges = dependencies(project)
    for name in build_order(project, known):
        if name not in project.models:
            continue
        look = _Look(project.models[name], known, problems)
        known[name] = look.shown(edges[name])
    if problems:
        raise ModelError(problems)
    return known


@dataclass(frozen=True)
class _Look:
    """One model before its audience is known; what is wrong with it goes to `problems`."""

    model: Model
    known: Mapping[str, Shown]
    problems: list[Problem]

    def shown(self, reads: tuple[str, ...]) -> Shown:
        """The model's audience, inherited and declared."""
        made = self._origins()
        values = {
            name: narrowest(self.known[table].columns[column] for table, column in of)
            for name, of in made.items()
        }
        declared = {c.name: c for c in self.model.header.columns if c.audience}
        for name, column in declared.items():
            if name not in values:
                continue  # the catalog names a column that the select does not give
            said = (column.audience, column.released)
            values[name] = self._decided(*said, values[name], f"列 {name} 的 audience", made[name])
        if self.model.schema == "metrics":
            shown = self._metric(reads, values)
        else:
            inherited = narrowest((ANALYST, *self._rows_of(reads), *self._metrics(reads, values)))
            header = self.model.header
            rows = self._decided(header.audience, header.released, inherited, "表的 audience")
            shown = Shown(rows, values, header.finest)
        self.problems.extend(self._faults(shown, reads))
        return shown

    def _metric(self, reads: tuple[str, ...], values: dict[str, str]) -> Shown:
        """A metric is one thing: its header speaks of rows and parts together."""
        inherited = narrowest(a for a in self._rows_of(reads) if is_wider(ANALYST, a))
        inherited = narrowest((inherited, *(values.get(part, PUBLIC) for part in PARTS)))
        header = self.model.header
        rows = self._decided(header.audience, header.released, inherited, "指标的 audience")
        columns = {c.name: PUBLIC for c in metric_columns()}
        return Shown(rows, values | columns, header.finest)

    def _rows_of(self, reads: tuple[str, ...]) -> Iterator[str]:
        return (self.known[read].rows for read in reads)

    def _metrics(self, reads: tuple[str, ...], values: Mapping[str, str]) -> Iterator[str]:
        """Rows of metrics.value are each as their metric: without its name they are all as one."""
        if VALUE in reads and METRIC not in values:
            yield from (shown.rows for name, shown in self.known.items() if is_metric(name))

    def _origins(self) -> Columns:
        def columns(table: str) -> Columns:
            return {c: frozenset({(table, c)}) for c in self.known[table].columns}

        try:
            return origins(self.model.text, columns)
        except Unfollowed as what:
            problem = f"推不出各列从哪里来（{what}），无法判断给谁看"
            self.problems.append(Problem(self.model.file, None, problem, "换一种写法"))
            return {}

    def _decided(
        self,
        said: str | None,
        released: str | None,
        inherited: str,
        what: str,
        made: frozenset[tuple[str, str]] = frozenset(),
    ) -> str:
        """What the header says, held against what is inherited."""
        if said is None:
            return inherited
        wider = is_wider(said, inherited)
        if wider and released is None:
            narrow = [f"{t}.{c}" for t, c in sorted(made) if self.known[t].columns[c] == inherited]
            names = "、".join(narrow)
            source = f"它由 {names} 得来，" if names else "它读的表"
            problem = f"{what} = {said}，{source}只给 {inherited} 看，不能放宽"
            remedy = f'改成 audience = "{inherited}"；确可放宽的，用 released = "…" 写明理由'
            self.problems.append(Problem(self.model.file, None, problem, remedy))
            return inherited
        if released is not None and not wider:
            problem = f"{what} 没有放宽（本来就给 {inherited} 看），却写了 released"
            self.problems.append(Problem(self.model.file, None, problem, "删去 released"))
        return said

    def _faults(self, shown: Shown, reads: tuple[str, ...]) -> Iterator[Problem]:
        file, header = self.model.file, self.model.header
        if hidden := [k for k in header.key if is_wider(shown.rows, shown.columns.get(k, PUBLIC))]:
            problem = f"键 {'、'.join(hidden)} 比表更少人能看，那些人看到的行就分不清了"
            yield Problem(file, None, problem, "把表的 audience 也收窄，或换一个键")
        if header.finest and "area_code" not in shown.columns:
            problem = "写了 finest，但表里没有 area_code"
            yield Problem(file, None, problem, "删去 finest，或补上 area_code")
        if header.finest is None and shown.rows != FULL:
            of = list(reads)
            if VALUE in reads and METRIC not in shown.columns:
                of += [name for name in self.known if is_metric(name)]
            if coarse := [read for read in of if self.known[read].finest]:
                problem = (
                    f"{'、'.join(coarse)} 只放到 {self.known[coarse[0]].finest} 一级，本表没有"
                )
                yield Problem(file, None, problem, "也写上 finest")
