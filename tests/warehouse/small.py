"""A small deployment made by rule: raw/ as `etl load` leaves it, and a small sql/."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.paths import SQL_DIR, DataPaths, data_paths

CITY, LAOSHAN, SHINAN = "370200", "370212", "370202"
FIRST, SECOND = dt.date(2021, 3, 14), dt.date(2021, 3, 21)


def column(name: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """One column of a contract's JSON."""
    return {
        "name": name,
        "title": f"{name} 的标题",
        "type": kind,
        "personal": False,
        "audience": "public",
    } | more


def contract(name: str, *columns: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A contract's JSON, weekly and from the districts unless said otherwise."""
    return {
        "name": name,
        "title": f"{name} 表",
        "description": "…",
        "cadence": "weekly",
        "scope": "district",
        "owner": "市普查办",
        "key": [],
        "columns": list(columns),
        **more,
    }


TALLY = contract(
    "tally",
    column("area_code", "area"),
    column("done", "integer", unit="项"),
    column("planned", "integer", unit="项"),
    column("spent_yuan", "number", unit="万元", multiplier=10000),
    column("contact_phone", personal=True),
    key=["area_code"],
)
NEVER_SENT = contract("never_sent", column("object_id", "code"), column("kinds", "multi"))
POLARS = {
    "text": pl.String,
    "code": pl.String,
    "area": pl.String,
    "area_key": pl.String,
    "integer": pl.Int64,
    "number": pl.Float64,
    "date": pl.Date,
    "boolean": pl.Boolean,
    "multi": pl.List(pl.String),
}


class Deployment:
    """Writes raw/ the way `etl load` does, one load at a time."""

    def __init__(self, root: Path, contracts: Iterable[Mapping[str, Any]] = (TALLY, NEVER_SENT)):
        self.paths: DataPaths = data_paths(root)
        self.contracts = {c["name"]: c for c in contracts}
        self.files: dict[str, str] = {}
        self.paths.raw.mkdir(parents=True)
        for body in self.contracts.values():
            self.declare(body)

    def declare(self, body: Mapping[str, Any]) -> None:
        """One source more, or another contract of one."""
        name = body["name"]
        self.contracts[name] = body
        self.files[name] = f"raw/{name}/contract-{hash12(json.dumps(body))}.json"
        self._write(self.files[name], body)
        self._write("raw/contracts.json", self.files)

    def _write(self, name: str, body: object) -> None:
        path = self.paths.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(body, ensure_ascii=False), "utf-8")

    def load(
        self,
        source: str,
        unit: str,
        as_of: dt.date,
        rows: list[Mapping[str, Any]],
        findings: Iterable[Mapping[str, Any]] = (),
        **facts: Any,
    ) -> dict[str, Any]:
        """One load of `rows`; gives its ledger line."""
        number = len(self.lines()) + 1
        stem = f"raw/{source}/{as_of}/{unit}/{number:016x}"
        columns = {
            c["name"]: POLARS[c["type"]]
            for c in self.contracts[source]["columns"]
            if not c["personal"]
        }
        schema = columns | {
            "unit_code": pl.String,
            "as_of": pl.Date,
            "_file": pl.String,
            "_sheet": pl.String,
            "_row": pl.UInt32,
            "_unclaimed": pl.String,
        }
        common = {"unit_code": unit, "as_of": as_of, "_file": f"{unit}.xlsx", "_sheet": "表"}
        body = [
            {**dict.fromkeys(schema), **common, "_row": n, **row}
            for n, row in enumerate(rows, start=5)
        ]
        data = self.paths.root / f"{stem}.parquet"
        data.parent.mkdir(parents=True, exist_ok=True)
        pl.DataFrame(body, schema=schema, orient="row").write_parquet(data)
        line = self._line(number, source, unit, as_of, len(rows), stem) | facts
        self._write(f"{stem}.json", {"load": line, "findings": list(findings), "notices": []})
        self.append(line)
        return line

    def _line(
        self, number: int, source: str, unit: str, as_of: dt.date, rows: int, stem: str
    ) -> dict[str, Any]:
        earlier = [
            old["load_no"]
            for old in self.lines()
            if (old["source"], old["unit_code"], old["as_of"]) == (source, unit, str(as_of))
        ]
        return {
            "load_no": number,
            "loaded_at": "2021-07-01T00:00:00Z",
            "file": f"{unit}.xlsx",
            "received": f"received/{source}/{as_of}/{unit}/x-{unit}.xlsx",
            "sha256": hash12(stem) * 5,
            "format": "xlsx",
            "encoding": None,
            "sheet": "表",
            "source": source,
            "unit_code": unit,
            "as_of": str(as_of),
            "contract_hash": "c0ffee",
            "layout_hash": None,
            "read": rows,
            "accepted": rows,
            "rejected": 0,
            "skipped": 0,
            "unclaimed": 0,
            "confirm": 0,
            "data": f"{stem}.parquet",
            "manifest": f"{stem}.json",
            "contract": self.files[source],
            "supersedes": earlier[-1] if earlier else None,
            "is_demo": True,
        }

    def append(self, line: Mapping[str, Any]) -> None:
        """One more line in the ledger."""
        with self.paths.ledger.open("a", encoding="utf-8") as ledger:
            ledger.write(json.dumps(line, ensure_ascii=False) + "\n")

    def lines(self) -> list[dict[str, Any]]:
        """The ledger's lines."""
        if not self.paths.ledger.exists():
            return []
        return [json.loads(t) for t in self.paths.ledger.read_text("utf-8").splitlines()]


def hash12(text: str) -> str:
    """Twelve hex digits that stand for `text`."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def two_weeks(
    root: Path, contracts: Iterable[Mapping[str, Any]] = (TALLY, NEVER_SENT)
) -> Deployment:
    """Two districts, two weeks of the source `tally`."""
    deployment = Deployment(root, contracts)
    for week, done in ((FIRST, 3), (SECOND, 5)):
        deployment.load(
            "tally",
            LAOSHAN,
            week,
            [{"area_code": LAOSHAN, "done": done, "planned": 8, "spent_yuan": 0.1}],
        )
        deployment.load(
            "tally",
            SHINAN,
            week,
            [{"area_code": SHINAN, "done": 1, "planned": 4, "spent_yuan": 0.2}],
        )
    return deployment


HEADER = """/*
title = "{title}"
grain = "一行"
key = {key}
description = "…"
[columns]
{columns}
*/
"""


def model(title: str, key: list[str], sql: str, **columns: str) -> str:
    """The text of a model file."""
    named = "\n".join(f'{name} = "{text}"' for name, text in columns.items())
    return HEADER.format(title=title, key=json.dumps(key), columns=named) + sql


def metric(title: str, sql: str, **more: str) -> str:
    """The text of a metric file, at district level unless said otherwise; values are TOML."""
    facts = {
        "title": json.dumps(title, ensure_ascii=False),
        "unit": '"%"',
        "direction": '"up"',
        "owner": '"市普查办"',
        "definition": '"口径"',
        "level": '"district"',
    } | more
    return "/*\n" + "\n".join(f"{k} = {v}" for k, v in facts.items()) + "\n*/\n" + sql


def check(title: str, sql: str, level: str = "error") -> str:
    """The text of a check file."""
    return (
        f'/*\ntitle = "{title}"\nmessage = "{title}不成立"\nremedy = "改正"\n'
        f'level = "{level}"\n*/\n{sql}'
    )


AREA = """
select d.code as area_code, d.title as area_name, d.short_title as short_name,
    'district' as area_level, '370200' as parent_code, d.code as district_code,
    cast(null as varchar) as street_code, d.sort as sort_key,
    cast(null as integer) as tile_row, cast(null as integer) as tile_column
from codes.district as d
union all
select '370200', '青岛市', '青岛', 'city', null, null, null, 0, null, null
"""
ANCESTOR = """
select a.area_code, a.area_code as ancestor_code from staging.area as a
union all
select a.area_code, a.parent_code from staging.area as a where a.parent_code is not null
"""
WEEK = """
select distinct l.as_of, strftime(l.as_of, '%G-W%V') as week_label
from meta.load as l where l.load_state = '当前'
"""
UNIT_RETURN = """
select s.source, u.code as unit_code, w.as_of, max(l.as_of) as used_as_of,
    coalesce(max(l.as_of) > w.as_of - 7, false) as is_reported
from meta.source as s
cross join codes.unit as u
cross join staging.week as w
left join meta.load as l
    on s.source = l.source and u.code = l.unit_code and l.as_of <= w.as_of
    and l.load_state = '当前'
group by s.source, u.code, w.as_of
"""
DONE = """
select t.area_code, t.as_of, t.done as numerator, t.planned as denominator
from raw.tally as t
"""
AREA_TITLES = {
    "area_name": "区划名称",
    "short_name": "简称",
    "area_level": "级别",
    "district_code": "区",
    "street_code": "街道",
    "sort_key": "次序",
    "tile_row": "行",
    "tile_column": "列",
}
FILES = {
    "codes/audience.csv": (SQL_DIR / "codes" / "audience.csv").read_text("utf-8"),
    "codes/district.csv": (
        "code,title,short_title,sort\n370202,市南区,市南,1\n370212,崂山区,崂山,2\n"
    ),
    "codes/unit.csv": (
        "code,title,kind,area_code,sort\n370202,市南区,district,370202,1\n"
        "370212,崂山区,district,370212,2\n370200,市普查办,city,370200,3\n"
    ),
    "staging/area.sql": model(
        "区划", ["area_code"], AREA, area_code="代码", parent_code="上级", **AREA_TITLES
    ),
    "staging/area_ancestor.sql": model(
        "上级", ["area_code", "ancestor_code"], ANCESTOR, ancestor_code="上级代码"
    ),
    "staging/week.sql": model("周", ["as_of"], WEEK, week_label="周次"),
    "staging/unit_return.sql": model(
        "报送",
        ["source", "unit_code", "as_of"],
        UNIT_RETURN,
        unit_code="单位",
        used_as_of="所用",
        is_reported="已报",
    ),
    "marts/behind.sql": model(
        "落后",
        ["metric", "area_code", "as_of"],
        "select v.metric, v.area_code, v.as_of, v.value from metrics.value as v\n"
        "where v.value < 0.5",
    ),
    "metrics/done_rate.sql": metric("完成率", DONE, phrase='"完成{numerator}项"'),
    "metrics/spent_yuan.sql": metric(
        "支出",
        "select t.area_code, t.as_of, t.spent_yuan as numerator from raw.tally as t",
        unit='"元"',
    ),
    "checks/none_negative.sql": check(
        "无负数", "select t.area_code, t.done from raw.tally as t where t.done < 0"
    ),
}


def write_sql(folder: Path, changed: Mapping[str, str | None] | None = None) -> Path:
    """The small sql/ under `folder`, some files changed (None: left out); gives its path."""
    for name, text in {**FILES, **(changed or {})}.items():
        path = folder / "sql" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if text is None:
            path.unlink(missing_ok=True)
        else:
            path.write_text(text, "utf-8")
    return folder / "sql"
