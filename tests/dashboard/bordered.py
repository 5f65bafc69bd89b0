"""A warehouse with made-up borders: every district a square at the place of its tile.

莱西市 has none; of 崂山区's five streets the first four share its square, the last has none. The
review numbers are made up as well: no such number can have been issued in 2000.
"""

from __future__ import annotations

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import duckdb

from tests.dashboard import small

NUMBER, STREET_NUMBER = "鲁SG(2000)000号", "青S(2000)000号"
DRAWN = date(2021, 1, 1)
SIDE = 0.25  # degrees
STREETS = 4
TABLE = """
create table if not exists staging.boundary (area_code varchar, parent_code varchar,
    review_number varchar, used_as_of date, unit_code varchar, area_boundary varchar);
"""


def publish(folder: Path, base: Path) -> str:
    """Publishes under `folder` what `base` has published, with borders; gives the version."""
    pointer = json.loads((base / "published/current.json").read_text("utf-8"))
    version = "20210426T010203999Z-b0bde4b0bde4"
    file = folder / f"published/warehouse-{version}.duckdb"
    file.parent.mkdir(parents=True)
    shutil.copy(base / "published" / pointer["file"], file)
    file.chmod(0o644)
    with duckdb.connect(str(file)) as con:
        con.execute(TABLE)
        con.execute("update meta.version set version = ?", [version])
        con.executemany(
            "insert into staging.boundary (area_code, parent_code, review_number, used_as_of,"
            " unit_code, area_boundary) values (?, ?, ?, ?, ?, ?)",
            _rows(),
        )
    file.chmod(0o444)
    small.point_to(folder, file, version, data_as_of=date.fromisoformat(pointer["data_as_of"]))
    return version


def _rows() -> list[tuple[object, ...]]:
    with (small.CODES / "district.csv").open(encoding="utf-8") as lines:
        tiles = {
            one["code"]: (int(one["tile_column"]), int(one["tile_row"]))
            for one in csv.DictReader(lines)
        }
    rows: list[tuple[object, ...]] = []
    for code, (column, row) in tiles.items():
        west, north = 119.4 + column * SIDE, 37.2 - row * SIDE
        if code != small.LAIXI:
            rows.append(_row(code, small.CITY, NUMBER, west, north, SIDE))
        if code == small.LAOSHAN:
            strip = SIDE / STREETS
            rows += [
                _row(f"{code}{n + 1:03d}", code, STREET_NUMBER, west + n * strip, north, strip)
                for n in range(STREETS)
            ]
    return rows


def _row(
    code: str, parent: str, number: str, west: float, north: float, width: float
) -> tuple[object, ...]:
    east, south = west + width, north - SIDE
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    shape = json.dumps({"type": "MultiPolygon", "coordinates": [[ring]]})
    return code, parent, number, DRAWN, small.CITY, shape
