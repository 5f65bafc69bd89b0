"""The checks of sql/checks: run once before a version is published, and kept in it (meta.check)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from warehouse.catalog import fill
from warehouse.errors import ModelError
from warehouse.failure import SHOWN_ROWS, Failure
from warehouse.model import CHECK, Model, Project
from warehouse.run import sql_problem


@dataclass(frozen=True)
class Outcome:
    """What one check found: the rows that do not hold, none when all do."""

    check: Model
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def failure(self) -> Failure | None:
        """The same as the audit tells it; None when all holds."""
        facts = self.check.header.check
        if facts is None or not self.rows:
            return None
        return Failure(
            title=self.check.header.title,
            message=facts.message,
            remedy=facts.remedy,
            heads=self.heads,
            rows=self.rows,
            is_error=facts.level == "error",
            file=self.check.file,
        )


def run_checks(connection: duckdb.DuckDBPyConnection, project: Project) -> tuple[Outcome, ...]:
    """Every check, by file name; ModelError names the file and line of one that does not run."""
    return tuple(_run(connection, check) for check in project.checks)


def _run(connection: duckdb.DuckDBPyConnection, check: Model) -> Outcome:
    try:
        # Not run as it stands: DuckDB counts lines wrongly in a select that begins with a comment.
        connection.execute(f"create or replace temp table failing as {check.text}")
        result = connection.execute("select * from temp.failing")
        heads = tuple(column[0] for column in result.description or ())
        rows = tuple(result.fetchall())
        connection.execute("drop table temp.failing")
    except duckdb.Error as error:
        raise ModelError([sql_problem(check, error)]) from error
    return Outcome(check, heads, rows)


def fill_checks(connection: duckdb.DuckDBPyConnection, outcomes: Iterable[Outcome]) -> None:
    """Fill meta.check, which is there and empty, and count its rows in meta.table."""
    titles = _titles(connection)
    fill(connection, CHECK, (_row(outcome, titles) for outcome in outcomes))
    connection.execute(
        f"update meta.table set rows = (select count(*) from {CHECK})"
        " where schema_name || '.' || table_name = $1",
        [CHECK],
    )


def _row(outcome: Outcome, titles: Mapping[str, str]) -> tuple[Any, ...]:
    check, facts = outcome.check, outcome.check.header.check
    words = (facts.level, facts.message, facts.remedy) if facts else ("", "", "")
    sample = [[_text(value) for value in row] for row in outcome.rows[:SHOWN_ROWS]]
    own = {c.name: c.title for c in check.header.columns}
    heads = [own.get(head) or titles.get(head, head) for head in outcome.heads]
    found = (len(outcome.rows), heads, json.dumps(sample, ensure_ascii=False))
    return (check.name, check.header.title, *words, *found, list(check.reads), check.sql)


def _titles(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What a column of that name is most often called."""
    rows = connection.execute(
        "select column_name, title from meta.column group by all"
        " order by column_name, count(*), title desc"
    ).fetchall()
    return dict(rows)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return repr(round(value, 6)).removesuffix(".0") if isinstance(value, float) else str(value)
