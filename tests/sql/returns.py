"""Returns for SQL tests: rows of sources in, with the loads that brought them.

    warehouse = build("marts.hazard_flow", hazard_site=[site("A", "2021-03-14"), …])

Each distinct unit and date among a source's rows is one current load; `loads` adds others
(an empty return, one that was superseded, one whose rows were all rejected).
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import duckdb

from tests.sql.harness import Rows, run

LAOSHAN, CHENGYANG, CITY = "370212", "370214", "370200"
STREET, COMMUNITY, SECOND_COMMUNITY = "370212001", "370212001001", "370212001002"
Row = dict[str, Any]
Ring = tuple[tuple[float, float], ...]
SQUARE: Ring = ((120.4, 36.1), (120.6, 36.1), (120.6, 36.3), (120.4, 36.3))


def register(*more: tuple[str, str]) -> list[Row]:
    """One street with two communities in Laoshan, and `more` (area code, level)."""
    areas = [(STREET, "street"), (COMMUNITY, "community"), (SECOND_COMMUNITY, "community"), *more]
    return [
        {
            "area_code": code,
            "area_name": f"示例{code[-3:]}",
            "area_level": level,
            "unit_code": CITY,
            "as_of": "2020-12-06",
        }
        for code, level in areas
    ]


def load(source: str, unit_code: str, as_of: str, **facts: Any) -> Row:
    """One line of meta.load; a current, accepted load unless `facts` say otherwise."""
    return {
        "source": source,
        "unit_code": unit_code,
        "as_of": as_of,
        "file": f"{source}.xlsx",
        "sheet": "表",
        "accepted": 0,
        "rejected": 0,
        "load_state": "当前",
        **facts,
    }


def build(
    *wanted: str,
    loads: Iterable[Row] = (),
    tables: Mapping[str, Rows] | None = None,
    **raw: Rows,
) -> duckdb.DuckDBPyConnection:
    """The warehouse with `wanted` tables made from the rows of the sources given by name."""
    sources = {"area": register(), **raw}
    numbered = {source: [*_numbered(rows)] for source, rows in sources.items()}
    counted = Counter(
        (source, row["unit_code"], str(row["as_of"]))
        for source, rows in numbered.items()
        for row in rows
    )
    lines = [load(*key, accepted=rows) for key, rows in counted.items()]
    ledger = [
        {"load_no": number, "loaded_at": dt.datetime(2021, 7, 1), **line}
        for number, line in enumerate([*lines, *loads], start=1)
    ]
    return run(*wanted, raw=numbered, tables={"meta.load": ledger, **(tables or {})})


def _numbered(rows: Rows) -> Iterable[Row]:
    for number, row in enumerate(rows, start=5):
        yield {"_file": "表.xlsx", "_sheet": "表", "_row": number, **row}


def site(site_id: str, as_of: str, status: str = "pending", **more: Any) -> Row:
    """A line of a hazard ledger of Laoshan: a landslide, with the dates that its status needs."""
    row: Row = {
        "site_id": site_id,
        "site_name": f"示例{site_id}",
        "hazard_type": "landslide",
        "area_code": COMMUNITY,
        "found_on": "2020-07-15",
        "responsible_unit": "示例街道办事处",
        "remediation_status": status,
        "unit_code": LAOSHAN,
        "as_of": as_of,
    }
    if status in ("treated", "closed"):
        row["treated_on"] = "2020-12-01"
    if status == "closed":
        row["removed_on"] = "2020-12-05"
    return {**row, **more}


def task(code: str, as_of: str, required: int = 100, done: int = 0, **more: Any) -> Row:
    """A line of a weekly return of Laoshan: `done` objects through every step, none returned."""
    return {
        "area_code": LAOSHAN,
        "task_code": code,
        "task_name": f"示例任务{code}",
        "required_objects": required,
        "collected_objects": done,
        "proofread_objects": done,
        "inspected_objects": done,
        "returned_objects": 0,
        "corrected_objects": 0,
        "passed_objects": done,
        "submitted_objects": 0,
        "task_status": "surveying",
        "documents": 0,
        "unit_code": LAOSHAN,
        "as_of": as_of,
        **more,
    }


def catalogue(*codes: str, category: str = "示例类") -> list[Row]:
    """Tasks of one category in the catalogue."""
    return [
        {
            "task_code": code,
            "census_class": "geological",
            "category_name": category,
            "task_name": f"示例任务{code}",
            "lead_department": "自然资源部门",
            "unit_code": CITY,
            "as_of": "2020-12-06",
        }
        for code in codes
    ]


def community(code: str | None, as_of: str, **more: Any) -> Row:
    """A line of the community survey of Laoshan."""
    return {
        "area_code": code,
        "community_name": f"示例社区{code}",
        "residents_persons": 1000,
        "is_flash_flood_zone": False,
        "has_supplies": False,
        "unit_code": LAOSHAN,
        "as_of": as_of,
        **more,
    }


def terminal(
    terminal_id: str, code: str | None, as_of: str, status: str = "online", **more: Any
) -> Row:
    """A line of the terminal register of Laoshan."""
    return {
        "terminal_id": terminal_id,
        "area_code": code,
        "terminal_type": "horn",
        "terminal_status": status,
        "unit_code": LAOSHAN,
        "as_of": as_of,
        **more,
    }


def shelter(shelter_id: str, code: str | None, as_of: str, **more: Any) -> Row:
    """A line of the shelter register of Laoshan: a community shelter for 100 persons."""
    return {
        "shelter_id": shelter_id,
        "shelter_name": f"示例{shelter_id}",
        "area_code": code,
        "shelter_register": "community",
        "capacity_persons": 100,
        "unit_code": LAOSHAN,
        "as_of": as_of,
        **more,
    }


def project(project_id: str, kind: str, as_of: str, **more: Any) -> Row:
    """A line of the works ledger of Laoshan."""
    return {
        "project_id": project_id,
        "project_name": f"示例{project_id}",
        "project_type": kind,
        "area_code": STREET,
        "project_status": "building",
        "unit_code": LAOSHAN,
        "as_of": as_of,
        **more,
    }


def plan(metric: str, due_on: str, planned: float, area: str = LAOSHAN, **more: Any) -> Row:
    """A node of the plan."""
    return {
        "metric": metric,
        "area_code": area,
        "due_on": due_on,
        "planned": planned,
        "responsible_unit": "示例单位",
        "unit_code": CITY,
        "as_of": "2020-12-06",
        **more,
    }


def matter(matter_id: str, as_of: str, **more: Any) -> Row:
    """A line of the ledger of matters of Laoshan: under way since 2021-03-01, due 2021-03-15."""
    return {
        "matter_id": matter_id,
        "matter_title": f"示例{matter_id}",
        "matter_kind": "collection",
        "responsible_unit": "示例单位",
        "raised_on": "2021-03-01",
        "due_on": "2021-03-15",
        "analysis": "示例原因",
        "matter_state": "closed" if more.get("closed_on") else "handling",
        "unit_code": LAOSHAN,
        "as_of": as_of,
        **more,
    }


def meeting(meeting_id: str, as_of: str, held_on: str, **more: Any) -> Row:
    """A line of the ledger of meetings of Laoshan: a joint meeting."""
    return {
        "meeting_id": meeting_id,
        "meeting_kind": "joint",
        "held_on": held_on,
        "host_unit": "示例单位",
        "unit_code": LAOSHAN,
        "as_of": as_of,
        **more,
    }


def budgeted(department: str, as_of: str, *amounts: float | None, **more: Any) -> Row:
    """A department's line of Laoshan's budget: what it reached of the four rounds."""
    rounds = ("declared_yuan", "prereviewed_yuan", "submitted_yuan", "reviewed_yuan")
    return {
        "department": department,
        "method_issued_on": "2020-08-20",
        **dict(zip(rounds, amounts, strict=False)),
        "unit_code": LAOSHAN,
        "as_of": as_of,
        **more,
    }


def value(
    warehouse: duckdb.DuckDBPyConnection, metric: str, area: str, as_of: str
) -> tuple[Any, ...] | None:
    """(numerator, denominator, value) of metrics.value, None where there is no row."""
    found = warehouse.execute(
        "select numerator, denominator, value from metrics.value "
        "where metric = ? and area_code = ? and as_of = cast(? as date)",
        [metric, area, as_of],
    ).fetchall()
    return found[0] if found else None


def border(code: str, *rings: Ring, as_of: str = "2021-01-01", **more: Any) -> Row:
    """A border delivered by the city: one polygon, the square when no rings are given."""
    polygon = [[*map(list, ring), list(ring[0])] for ring in rings or (SQUARE,)]
    return {
        "area_code": code,
        "coordinate_system": "wgs84",
        "review_number": "鲁SG(2000)000号",
        "area_boundary": json.dumps({"type": "MultiPolygon", "coordinates": [polygon]}),
        "unit_code": CITY,
        "as_of": as_of,
        **more,
    }
