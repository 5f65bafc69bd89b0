"""A small deployment whose source has columns that not everybody may see."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.warehouse.small import (
    LAOSHAN,
    NEVER_SENT,
    SECOND,
    SHINAN,
    TALLY,
    Deployment,
    column,
    contract,
    metric,
    model,
    two_weeks,
    write_sql,
)
from warehouse.paths import DataPaths

SECRET = "只有本局知道的这个地方"
SITE = contract(
    "site",
    column("site_id", "code"),
    column("area_code", "area"),
    column("place", audience="full"),
    column("persons", "integer", unit="人", audience="full"),
    key=["site_id"],
)
ROWS = [
    {"site_id": "A", "area_code": LAOSHAN, "place": SECRET, "persons": 7654321},
    {"site_id": "B", "area_code": SHINAN, "place": SECRET, "persons": 2},
]
PERSONS = (
    "select s.area_code, s.as_of, cast(sum(s.persons) as bigint) as numerator\n"
    "from raw.site as s group by s.area_code, s.as_of"
)
FILES = {
    "staging/site.sql": model(
        "处",
        ["site_id", "as_of"],
        "select s.site_id, s.as_of, s.area_code, s.place, s.persons as people,\n"
        "    s._file as file from raw.site as s",
        people="人数",
        file="文件",
    ),
    "marts/total.sql": model(
        "合计",
        ["area_code"],
        "select s.area_code, count(*) as sites, cast(sum(s.people) as bigint) as people\n"
        "from staging.site as s group by s.area_code",
        sites="处数",
    ).replace("description", 'audience = "public"\nreleased = "只有合计"\ndescription'),
    "metrics/persons.sql": metric(
        "人数",
        PERSONS,
        unit='"人"',
        audience='"public"',
        released='"合计"',
        finest='"city"',
    ),
    "metrics/inner.sql": metric(
        "内部",
        "select s.area_code, s.as_of, count(*) as numerator\n"
        "from raw.site as s group by s.area_code, s.as_of",
        unit='"处"',
        audience='"analyst"',
    ),
}


class Sites:
    """The deployment and its sql/ in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.deployment: Deployment = two_weeks(folder / "data", (TALLY, NEVER_SENT, SITE))
        for unit in (LAOSHAN, SHINAN):
            rows = [row for row in ROWS if row["area_code"] == unit]
            self.deployment.load("site", unit, SECOND, rows)
        self.paths: DataPaths = self.deployment.paths
        self.sql_dir = write_sql(folder, FILES)

    def sql(self, files: Mapping[str, str | None]) -> None:
        """Change some files of sql/ (None removes one)."""
        write_sql(self.folder, {**FILES, **files})
