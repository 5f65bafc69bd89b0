"""Synthetic input for the benchmark, made from the contracts: large forms, a city-scale raw/."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import xlsxwriter

from etl.codes import load_code_list
from etl.contract import Contract, load_contracts

POLARS_TYPES = {
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "date": pl.Date(),
    "boolean": pl.Boolean(),
    "multi": pl.List(pl.String()),
}
FIRST_SUNDAY = date(2020, 5, 10)
SITE_FORM = (
    "site_id",
    "site_name",
    "hazard_type",
    "area_code",
    "longitude",
    "latitude",
    "hazard_grade",
    "threatened_households",
    "threatened_persons",
    "threatened_assets_yuan",
    "found_on",
    "responsible_unit",
    "due_on",
    "remediation_measure",
    "remediation_status",
)
HEADING = ("隐患点台账", "填报单位：崂山区　统计截至日期：2021年3月21日")


def site_form(rows: int) -> pl.DataFrame:
    """A ledger of `rows` hazard sites as a county fills it in: 15 columns under their captions."""
    contract = load_contracts()["hazard_site"]
    rng = np.random.default_rng(20210321)
    number = pl.int_range(rows, eager=True)
    types = [t for _, t in load_code_list("hazard_type").titles]
    grades = [t for _, t in load_code_list("hazard_grade").titles][2:]
    values = {
        "site_id": "3702120" + number.cast(pl.String).str.zfill(7),
        "site_name": "示例社区第" + number.cast(pl.String) + "号隐患点",
        "hazard_type": pl.Series(rng.choice(types, rows)),
        "area_code": pl.Series(np.full(rows, "370212")),
        "longitude": pl.Series(rng.uniform(120.4, 120.7, rows).round(6)),
        "latitude": pl.Series(rng.uniform(36.1, 36.4, rows).round(6)),
        "hazard_grade": pl.Series(rng.choice(grades, rows)),
        "threatened_households": pl.Series(rng.integers(0, 30, rows)),
        "threatened_persons": pl.Series(rng.integers(0, 99, rows)),
        "threatened_assets_yuan": pl.Series(rng.uniform(1, 400, rows).round(1)),
        "found_on": pl.Series(np.full(rows, "2020-07-15")),
        "responsible_unit": pl.Series(np.full(rows, "示例街道办事处")),
        "due_on": pl.Series(np.full(rows, "2021年5月31日")),
        "remediation_measure": pl.Series(np.full(rows, "工程治理")),
        "remediation_status": pl.Series(rng.choice(["待整改", "整改中"], rows)),
    }
    return pl.DataFrame({contract.column(c).title: values[c] for c in SITE_FORM})


def write_site_xlsx(path: Path, rows: int) -> None:
    """The form as a workbook: header in row 1 of the table, heading rows above it."""
    form = site_form(rows)
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(HEADING[0])
        for i, line in enumerate((*HEADING,)):
            sheet.write_row(i, 0, [line])
        sheet.write_row(len(HEADING), 0, form.columns)
        for i, row in enumerate(form.iter_rows(), start=len(HEADING) + 1):
            sheet.write_row(i, 0, row)


def write_site_csv(path: Path, rows: int, encoding: str) -> None:
    """The form as a CSV without heading rows (unit and date come as flags)."""
    text = site_form(rows).write_csv()
    path.write_bytes(text.encode(encoding))


def _typed(contract: Contract, values: dict[str, pl.Expr], rows: int) -> pl.DataFrame:
    base = pl.DataFrame({"n": pl.int_range(rows, eager=True)})
    columns = [
        values.get(c.name, pl.lit(None)).cast(POLARS_TYPES.get(c.type, pl.String())).alias(c.name)
        for c in contract.stored_columns
    ]
    trace = [
        values["unit_code"].alias("unit_code"),
        values["as_of"].cast(pl.Date).alias("as_of"),
        pl.lit("bench.xlsx").alias("_file"),
        pl.lit("表").alias("_sheet"),
        (pl.col("n") + 2).cast(pl.UInt32).alias("_row"),
        pl.lit(None, pl.String).alias("_unclaimed"),
    ]
    return base.select(*columns, *trace)


def _sites(contract: Contract, unit: str, week: int, rows: int) -> pl.DataFrame:
    as_of = FIRST_SUNDAY + timedelta(weeks=week)
    found = pl.lit(FIRST_SUNDAY) - pl.duration(days=pl.col("n") % 300)
    treated = pl.lit(FIRST_SUNDAY) + pl.duration(days=(pl.col("n") * 7919) % 700)
    is_treated = treated <= as_of
    return _typed(
        contract,
        {
            "site_id": pl.lit(unit) + pl.col("n").cast(pl.String).str.zfill(6),
            "site_name": pl.lit("示例隐患点") + pl.col("n").cast(pl.String),
            "hazard_type": pl.when(pl.col("n") % 3 == 0)
            .then(pl.lit("power_line"))
            .otherwise(pl.lit("landslide")),
            "area_code": pl.lit(unit),
            "longitude": pl.lit(120.4),
            "latitude": pl.lit(36.2),
            "threatened_persons": pl.col("n") % 90,
            "threatened_assets_yuan": pl.lit(1000000.0),
            "found_on": found,
            "due_on": treated - pl.duration(days=30),
            "responsible_unit": pl.lit("示例街道办事处"),
            "remediation_status": pl.when(is_treated)
            .then(pl.lit("treated"))
            .otherwise(pl.lit("ongoing")),
            "treated_on": pl.when(is_treated).then(treated),
            "unit_code": pl.lit(unit),
            "as_of": pl.lit(as_of),
        },
        rows,
    )


def _records(contract: Contract, unit: str, rows: int, as_of: date) -> pl.DataFrame:
    collected = pl.lit(FIRST_SUNDAY) + pl.duration(days=(pl.col("n") * 31) % 380)
    return _typed(
        contract,
        {
            "object_id": pl.lit(unit + "-T062-") + pl.col("n").cast(pl.String).str.zfill(7),
            "task_code": pl.lit("T062"),
            "area_code": pl.lit(unit + "001001"),
            "longitude": pl.lit(120.4),
            "latitude": pl.lit(36.2),
            "collected_on": collected,
            "proofread_on": collected + pl.duration(days=7),
            "inspected_on": collected + pl.duration(days=14),
            "inspection_result": pl.lit("passed"),
            "unit_code": pl.lit(unit),
            "as_of": pl.lit(as_of),
        },
        rows,
    )


def _area(contract: Contract, units: list[tuple[str, str]], as_of: date) -> pl.DataFrame:
    codes = [("370200", "青岛市", "city", None)]
    for code, title in units:
        codes.append((code, title, "district", "370200"))
        codes.append((code + "001", "示例街道", "street", code))
        codes.append((code + "001001", "示例社区", "community", code + "001"))
    names = pl.DataFrame(
        codes, schema=["area_code", "area_name", "area_level", "parent_code"], orient="row"
    )
    typed = _typed(contract, {"unit_code": pl.lit("370200"), "as_of": pl.lit(as_of)}, len(codes))
    return typed.with_columns(*(names[c] for c in names.columns))


def write_city_raw(root: Path, weeks: int, sites: int, records: int) -> list[Path]:
    """A raw/ folder of city size: `weeks` ledgers of `sites` and `records` in ten districts."""
    contracts = load_contracts()
    units = [(c, t) for c, t in load_code_list("unit").titles if len(c) == 6 and c != "370200"]
    last = FIRST_SUNDAY + timedelta(weeks=weeks - 1)
    ledger: list[dict[str, object]] = []
    files: list[Path] = []

    def put(source: str, unit: str, as_of: date, frame: pl.DataFrame) -> None:
        folder = root / "raw" / source / as_of.isoformat() / unit
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "bench.parquet"
        frame.write_parquet(path)
        path.with_suffix(".json").write_text(
            json.dumps({"load": {}, "findings": [], "notices": []})
        )
        files.append(path)
        contract_file = root / "raw" / source / f"contract-{contracts[source].hash}.json"
        ledger.append(
            {
                "load_no": len(ledger) + 1,
                "loaded_at": "2021-07-01T00:00:00Z",
                "file": "bench.xlsx",
                "received": None,
                "sha256": f"{len(ledger):064x}",
                "format": "xlsx",
                "encoding": None,
                "sheet": "表",
                "source": source,
                "unit_code": unit,
                "as_of": as_of.isoformat(),
                "contract_hash": contracts[source].hash,
                "layout_hash": None,
                "read": frame.height,
                "accepted": frame.height,
                "rejected": 0,
                "skipped": 0,
                "unclaimed": 0,
                "confirm": 0,
                "data": str(path.relative_to(root)),
                "manifest": str(path.with_suffix(".json").relative_to(root)),
                "contract": str(contract_file.relative_to(root)),
                "supersedes": None,
                "is_demo": True,
            }
        )

    put("area", "370200", FIRST_SUNDAY, _area(contracts["area"], units, FIRST_SUNDAY))
    for unit, _ in units:
        for week in range(weeks):
            put(
                "hazard_site",
                unit,
                FIRST_SUNDAY + timedelta(weeks=week),
                _sites(contracts["hazard_site"], unit, week, sites // len(units)),
            )
        put(
            "census_record",
            unit,
            last,
            _records(contracts["census_record"], unit, records // len(units), last),
        )
    names = {}
    for source, contract in contracts.items():
        target = root / "raw" / source / f"contract-{contract.hash}.json"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(contract.to_json(), encoding="utf-8")
        names[source] = str(target.relative_to(root))
    (root / "raw" / "contracts.json").write_text(json.dumps(names))
    lines = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in ledger)
    (root / "raw" / "ledger.jsonl").write_text(lines, encoding="utf-8")
    return files
