"""Objects registered one by one, as far as they are: by place and by task, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashboard.read import per_version
from warehouse.read import Warehouse

SOURCE = "census_record"
STEPS = (
    "cast(sum(p.recorded_objects) as bigint), cast(sum(p.collected_records) as bigint),"
    " cast(sum(p.proofread_records) as bigint), cast(sum(p.inspected_records) as bigint)"
)


@dataclass(frozen=True)
class Records:
    """How many objects are registered under a name, and how many are through each step."""

    name: str  # an area's code, or a task's name
    recorded: int
    collected: int
    proofread: int
    inspected: int

    @property
    def share(self) -> float:
        """What is inspected of what is registered; nothing is listed that has no object."""
        return self.inspected / self.recorded


@per_version
def places(warehouse: Warehouse, as_of: date) -> dict[str, Records]:
    """All tasks together, by area code, from the districts down."""
    rows = warehouse.query(
        f"select p.area_code, {STEPS} from marts.census_place_progress as p"
        " where p.as_of = ? group by p.area_code",
        [as_of],
    )
    return {row[0]: Records(*row) for row in rows.iter_rows()}


@per_version
def tasks(warehouse: Warehouse, area: str, as_of: date) -> tuple[Records, ...]:
    """The tasks with objects in one area, the most objects first."""
    rows = warehouse.query(
        f"select t.task_name, {STEPS} from marts.census_place_progress as p"
        " inner join staging.census_task as t on t.task_code = p.task_code"
        " where p.as_of = ? and p.area_code = ? group by t.task_name order by 2 desc, 1",
        [as_of, area],
    )
    return tuple(Records(*row) for row in rows.iter_rows())
