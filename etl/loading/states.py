"""The state of every finding: 待退回 -> 已退回 -> 已修正 or 确认保留并说明.

Worked out anew from the ledger, the manifests and the events, so that it never drifts from them:
found, sent back in a return workbook, gone in the load that superseded it, or answered with a note.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from etl.loading.durable import explained
from etl.loading.ledger import Key, Ledger, Load, read_events, read_ledger
from warehouse.common.files import write_atomic
from warehouse.paths import DataPaths

TO_RETURN, RETURNED, CORRECTED, KEPT = "待退回", "已退回", "已修正", "确认保留并说明"
OPEN = (TO_RETURN, RETURNED)
"""States in which something is still wanted."""

FINDINGS_NAME = "findings.parquet"
RETURNED_EVENT, ANSWERED_EVENT = "returned", "answered"

SCHEMA = {
    "load_no": pl.Int64, "file": pl.String, "sheet": pl.String, "cell": pl.String,
    "value": pl.String, "rule": pl.String, "level": pl.String, "message": pl.String,
    "remedy": pl.String, "row": pl.Int64, "column": pl.String,
}  # fmt: skip
COLUMNS = (*SCHEMA, "state", "note", "changed_at")
"""Columns of finding_states and raw/findings.parquet; `state` is null for level info."""

_ANSWER_SCHEMA = {
    "load_no": pl.Int64, "sheet": pl.String, "cell": pl.String, "rule": pl.String,
    "row": pl.Int64, "note": pl.String, "at": pl.String,
}  # fmt: skip


def read_manifest(paths: DataPaths, load: Load) -> dict[str, Any]:
    """The manifest of a load: `load`, `sheets`, `findings`, `notices`, `answers`."""
    path = paths.root / load.manifest
    with explained("读取核对记录", path):
        content = path.read_bytes()
    body: dict[str, Any] = json.loads(content)
    return body


def finding_states(
    paths: DataPaths, manifests: Mapping[int, Mapping[str, Any]] | None = None
) -> pl.DataFrame:
    """Every finding of every load with its state: COLUMNS, in ledger order.

    `state` null: level info, nothing is wanted. `changed_at`: when the state was reached.
    """
    ledger = read_ledger(paths)
    if manifests is None:
        manifests = {load.load_no: read_manifest(paths, load) for load in ledger.loads}
    findings = _findings(ledger, manifests)
    loads = _loads(ledger, manifests)
    events = read_events(paths)
    last = _last_standing(findings, loads)
    sent = _sent(events)
    answered = _answered(findings, events, loads)
    rows = (
        findings.join(last, on="id", how="left")
        .join(loads.select("load_no", "succ", "loaded_at"), left_on="end_load", right_on="load_no",
              how="left")
        .join(loads.select(pl.col("load_no").alias("succ"), pl.col("loaded_at").alias("fixed_at")),
              on="succ", how="left")
        .join(sent, left_on="end_load", right_on="load_no", how="left")
        .join(answered, left_on="end", right_on="id", how="left")
    )  # fmt: skip
    fixed = pl.col("succ").is_not_null()
    kept = pl.col("note").is_not_null() & (pl.col("level") == "confirm")
    state = (
        pl.when(pl.col("level") == "info")
        .then(None)
        .when(fixed)
        .then(pl.lit(CORRECTED))
        .when(kept)
        .then(pl.lit(KEPT))
        .when(pl.col("sent_at").is_not_null())
        .then(pl.lit(RETURNED))
        .otherwise(pl.lit(TO_RETURN))
    )
    changed = (
        pl.when(pl.col("level") == "info")
        .then("loaded_at")
        .when(fixed)
        .then("fixed_at")
        .when(kept)
        .then("at")
        .otherwise(pl.coalesce("sent_at", "loaded_at"))
    )
    return (
        rows.with_columns(state.alias("state"), changed.alias("changed_at"))
        .sort("id")
        .select(*COLUMNS)
    )


def write_findings(paths: DataPaths, states: pl.DataFrame) -> Path:
    """Writes raw/findings.parquet for the warehouse, whole or not at all."""
    path = paths.raw / FINDINGS_NAME
    buffer = BytesIO()
    states.write_parquet(buffer)
    with explained("写入问题清单", path):
        write_atomic(path, buffer.getvalue())
    return path


def _findings(ledger: Ledger, manifests: Mapping[int, Mapping[str, Any]]) -> pl.DataFrame:
    """All findings with `id`; `place` is the sheet where a file has several, else null."""
    frames = []
    for load in ledger.loads:
        found = manifests[load.load_no]["findings"]
        if found:
            several = len(manifests[load.load_no]["sheets"]) > 1
            frame = pl.DataFrame(found, schema={k: v for k, v in SCHEMA.items() if k in found[0]})
            frames.append(
                frame.with_columns(
                    pl.lit(load.load_no, pl.Int64).alias("load_no"),
                    pl.lit(load.file).alias("file"),
                    (pl.col("sheet") if several else pl.lit(None, pl.String)).alias("place"),
                ).select(*SCHEMA, "place")
            )
    if not frames:
        return pl.DataFrame(schema={"id": pl.UInt32, **SCHEMA, "place": pl.String})
    return pl.concat(frames).with_row_index("id")


def _loads(ledger: Ledger, manifests: Mapping[int, Mapping[str, Any]]) -> pl.DataFrame:
    """load_no, loaded_at, succ: the load after which a finding of this one may be gone."""
    succ = _successors(ledger.loads, manifests)
    return pl.DataFrame(
        [(load.load_no, load.loaded_at, succ.get(load.load_no)) for load in ledger.loads],
        schema={"load_no": pl.Int64, "loaded_at": pl.String, "succ": pl.Int64},
        orient="row",
    )


def _successors(
    loads: Sequence[Load], manifests: Mapping[int, Mapping[str, Any]]
) -> dict[int, int]:
    """A return: the next load of its key. A refusal: the next load of its key, path or content."""
    succ: dict[int, int] = {}
    latest: dict[Key, int] = {}
    refused: list[tuple[Load, Mapping[str, Any]]] = []
    for load in loads:
        facts = manifests[load.load_no]["load"]
        for old, old_facts in list(refused):
            if _replaces(load, facts, old, old_facts):
                succ[old.load_no] = load.load_no
                refused.remove((old, old_facts))
        if load.key is None:
            refused.append((load, facts))
        else:
            if load.key in latest:
                succ[latest[load.key]] = load.load_no
            latest[load.key] = load.load_no
    return succ


def _replaces(
    load: Load, facts: Mapping[str, Any], old: Load, old_facts: Mapping[str, Any]
) -> bool:
    """Whether `load` comes in place of the refused `old`."""
    if load.key is not None and list(load.key) == old_facts.get("claimed"):
        return True
    if facts.get("answers") == old.sha256:
        return old.sheet in (None, load.sheet)
    if load.sha256 == old.sha256:
        return load.key is not None and old.sheet in (None, load.sheet)
    return bool(facts.get("path") == old_facts.get("path") and old.sheet in (None, load.sheet))


_SAME_CELL = ("place", "rule", "column", "row")
_SAME_VALUE = ("place", "rule", "column", "value")


def _last_standing(findings: pl.DataFrame, loads: pl.DataFrame) -> pl.DataFrame:
    """id -> `end`, `end_load`: the same finding in the last load that still has it."""
    step = _next_of(findings, loads)
    reached = findings.select("id", pl.col("id").alias("end"))
    while True:
        moved = reached.join(step, left_on="end", right_on="id", how="left")
        if moved["next"].null_count() == moved.height:
            break
        reached = moved.select("id", pl.coalesce("next", "end").alias("end"))
    return reached.join(
        findings.select(pl.col("id").alias("end"), pl.col("load_no").alias("end_load")), on="end"
    )


def _next_of(findings: pl.DataFrame, loads: pl.DataFrame) -> pl.DataFrame:
    """id -> `next`: the finding of the superseding load that is the same one.

    The same cell counts first; then, since rows move, the same value under the same rule.
    """
    old = findings.join(loads.select("load_no", "succ"), on="load_no").filter(
        pl.col("succ").is_not_null()
    )
    by_cell = _paired(old, findings, _SAME_CELL)
    rest_old = old.join(by_cell, on="id", how="anti").filter(pl.col("value").is_not_null())
    rest_new = findings.join(by_cell, left_on="id", right_on="next", how="anti")
    return pl.concat([by_cell, _paired(rest_old, rest_new, _SAME_VALUE)])


def _paired(old: pl.DataFrame, new: pl.DataFrame, same: Sequence[str]) -> pl.DataFrame:
    """Pairs findings one to one, in order, where all of `same` agree."""
    count = pl.col("id").cum_count()
    left = old.select("id", "succ", *same, count.over("succ", *same).alias("nth"))
    right = new.select(
        pl.col("id").alias("next"),
        pl.col("load_no").alias("succ"),
        *same,
        count.over("load_no", *same).alias("nth"),
    )
    keys = ["succ", *same, "nth"]
    return left.join(right, on=keys, how="inner", nulls_equal=True).select("id", "next")


def _sent(events: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """load_no -> sent_at: when its first return workbook was written."""
    rows = [(e["load_no"], e["at"]) for e in events if e["event"] == RETURNED_EVENT]
    schema = {"load_no": pl.Int64, "sent_at": pl.String}
    return (
        pl.DataFrame(rows, schema=schema, orient="row")
        .group_by("load_no")
        .agg(pl.col("sent_at").min())
    )


def _answered(
    findings: pl.DataFrame, events: Sequence[Mapping[str, Any]], loads: pl.DataFrame
) -> pl.DataFrame:
    """id -> note, at: the county's answer; a note in the list goes before the row's."""
    rows = [
        [e.get(name) for name in _ANSWER_SCHEMA] for e in events if e["event"] == ANSWERED_EVENT
    ]
    answers = pl.DataFrame(rows, schema=_ANSWER_SCHEMA, orient="row")
    # one sheet only: its name may have changed on the way (CSV rewritten as xlsx)
    places = findings.select("load_no", "place").unique()
    single = places.filter(pl.col("place").is_null()).select("load_no").unique()
    one = answers.join(single, on="load_no", how="semi").with_columns(
        pl.lit(None, pl.String).alias("sheet")
    )
    answers = pl.concat([one, answers.join(single, on="load_no", how="anti")]).rename(
        {"sheet": "place"}
    )
    listed = answers.filter(pl.col("rule").is_not_null())
    beside = answers.filter(pl.col("rule").is_null())
    found = [
        findings.select("id", *keys)
        .join(some.select(*keys, "note", "at"), on=keys, how="inner", nulls_equal=True)
        .select("id", "note", "at")
        for some, keys in (
            (listed, ["load_no", "place", "cell", "rule"]),
            (beside, ["load_no", "place", "row"]),
        )
    ]
    return pl.concat(found).unique("id", keep="first", maintain_order=True)
