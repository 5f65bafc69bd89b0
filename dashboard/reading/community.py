"""What the page 社区画像 asks the warehouse: one community's facts, and whom the area lacks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.read import per_version
from dashboard.reading import LISTED
from warehouse.read import Warehouse

Row = dict[str, Any]

_INSIDE = (
    " inner join staging.area_ancestor as up on up.area_code = g.area_code"
    " where g.as_of = ? and up.ancestor_code = ?"
)
_GAPS = (
    " from marts.community_gap as g"
    " inner join marts.community_threat as t on t.as_of = g.as_of and t.place_code = g.place_code"
    " inner join marts.community_rank as r on r.as_of = g.as_of and r.place_code = g.place_code"
    " inner join marts.broadcast_coverage as b"
    " on b.as_of = g.as_of and b.place_code = g.place_code"
)


@dataclass(frozen=True)
class Model:
    """How a table of the warehouse says of itself what it is and how it is made."""

    table: str
    title: str
    description: str
    sql: str


@dataclass(frozen=True)
class Summary:
    """How many communities there are in an area, and how many are threatened, lack, or both."""

    communities: int
    threatened: int
    lacking: int
    urgent: int  # threatened and lacking
    urgent_persons: int
    unknown: int  # something was not reported


@per_version
def model(warehouse: Warehouse, table: str) -> Model:
    """The mart's title, description and SQL, as the warehouse documents itself."""
    if lacking := warehouse.lacks(f"marts.{table}"):
        raise lacking
    row = warehouse.query(
        "select title, description, sql from meta.table"
        " where schema_name = 'marts' and table_name = ?",
        [table],
    ).row(0)
    return Model(f"marts.{table}", *(str(said or "") for said in row))


@per_version
def lacks(warehouse: Warehouse) -> dict[str, str]:
    """Column of marts.community_gap -> what is lacking, in the order in which to mend it."""
    return _words(warehouse, "community_gap", "lacks\\_%", "title")


@per_version
def threats(warehouse: Warehouse) -> dict[str, str]:
    """Column of marts.community_threat -> the kind of threat."""
    return _words(warehouse, "community_threat", "is\\_%\\_threat", "note")


def _words(warehouse: Warehouse, table: str, pattern: str, said: str) -> dict[str, str]:
    rows = warehouse.query(
        f"select column_name, {said} from meta.column where schema_name = 'marts'"
        " and table_name = ? and column_name like ? escape '\\' order by column_no",
        [table, pattern],
    )
    return dict(rows.iter_rows())


@per_version
def reach(warehouse: Warehouse) -> dict[str, int]:
    """Kind of object -> within how many metres of a community it counts as nearby."""
    rows = warehouse.query("select code, cast(reach_m as bigint) from codes.nearby_kind")
    return dict(rows.iter_rows())


@per_version
def summary(warehouse: Warehouse, area: str, as_of: date) -> Summary:
    """The area's claimed communities counted by marts.community_gap."""
    row = warehouse.query(
        "select count(*), count(*) filter (where g.threat_kinds > 0),"
        " count(*) filter (where g.lacks > 0), count(*) filter (where g.gap_index > 0),"
        " cast(coalesce(sum(g.residents_persons) filter (where g.gap_index > 0), 0) as bigint),"
        f" count(*) filter (where g.unknown_lacks > 0) from marts.community_gap as g{_INSIDE}",
        [as_of, area],
    ).row(0)
    return Summary(*(int(count) for count in row))


@per_version
def unclaimed(warehouse: Warehouse, area: str, as_of: date) -> int:
    """Communities that the survey counts in the area and that nobody can place."""
    found = warehouse.query(
        "select cast(coalesce(sum(g.communities), 0) as bigint)"
        f" from marts.community_status as g{_INSIDE} and not g.is_claimed",
        [as_of, area],
    )
    return int(found.item())


@per_version
def gaps(warehouse: Warehouse, area: str, as_of: date) -> list[Row]:
    """The area's communities by gap_rank, with `place` within the area: LISTED of them."""
    frame = warehouse.query(
        "select g.*, t.* exclude (as_of, area_code, place_code, threat_kinds, nearby_persons),"
        " r.* exclude (as_of, area_code, place_code), b.is_broadcast_installed,"
        f" row_number() over (order by g.gap_rank) as place{_GAPS}{_INSIDE}"
        f" order by g.gap_rank limit {LISTED}",
        [as_of, area],
    )
    return frame.to_dicts()


@per_version
def lowest(warehouse: Warehouse, area: str, as_of: date) -> list[Row]:
    """The area's communities by score, the lowest first; those without a score come last."""
    frame = warehouse.query(
        "select g.area_code, g.community_name, g.gap_rank, r.* exclude (as_of, area_code)"
        f"{_GAPS}{_INSIDE}"
        f" order by r.resilience_score nulls last, g.place_code limit {LISTED}",
        [as_of, area],
    )
    return frame.to_dicts()


@per_version
def movement(warehouse: Warehouse, area: str, as_of: date) -> float | None:
    """By how many places the rank of the area's middle community moves when the weights do."""
    found = warehouse.query(
        "select cast(median(g.worst_rank - g.best_rank) as double)"
        f" from marts.community_rank as g{_INSIDE}",
        [as_of, area],
    )
    moved = found.item()
    return None if moved is None else float(moved)


@per_version
def matrix(warehouse: Warehouse, area: str, as_of: date) -> dict[tuple[int, int], int]:
    """(kinds of threat, things lacking) -> communities; pairs that nobody is in have no entry."""
    rows = warehouse.query(
        "select g.threat_kinds, g.lacks, count(*) from marts.community_gap as g"
        f"{_INSIDE} group by g.threat_kinds, g.lacks",
        [as_of, area],
    )
    return {(kinds, lacking): count for kinds, lacking, count in rows.iter_rows()}


@per_version
def points(warehouse: Warehouse, area: str, as_of: date) -> list[Row]:
    """The area's communities with their representative points, null where none was given."""
    frame = warehouse.query(
        "select g.area_code, g.community_name, g.threat_kinds, g.lacks, g.unknown_lacks,"
        " p.longitude, p.latitude from marts.community_gap as g"
        " inner join marts.community_point as p"
        f" on p.as_of = g.as_of and p.place_code = g.place_code{_INSIDE} order by g.place_code",
        [as_of, area],
    )
    return frame.to_dicts()


@per_version
def portrait(warehouse: Warehouse, place: str, as_of: date) -> Row | None:
    """Everything the week's marts say of one community; None when it is in no survey."""
    frame = warehouse.query(
        "select p.*, s.has_shelter, s.distance_m, s.nearest_shelter_name,"
        " s.nearest_capacity_persons, n.title as nearest_register,"
        " w.shelters, w.repair_shelters, w.shelter_capacity_persons,"
        " b.terminals, b.working_terminals, b.is_broadcast_installed, b.is_broadcast_compliant,"
        " g.* exclude (as_of, area_code, place_code, community_name, residents_persons),"
        " t.* exclude (as_of, area_code, place_code, threat_kinds, nearby_persons,"
        " is_flash_flood_zone),"
        " r.* exclude (as_of, area_code, place_code)"
        " from marts.community_point as p"
        " inner join marts.community_service as s"
        " on s.as_of = p.as_of and s.place_code = p.place_code"
        " inner join marts.broadcast_coverage as b"
        " on b.as_of = p.as_of and b.place_code = p.place_code"
        " inner join marts.community_gap as g on g.as_of = p.as_of and g.place_code = p.place_code"
        " inner join marts.community_threat as t"
        " on t.as_of = p.as_of and t.place_code = p.place_code"
        " inner join marts.community_rank as r"
        " on r.as_of = p.as_of and r.place_code = p.place_code"
        " left join marts.shelter_status as w on w.as_of = p.as_of and w.place_code = p.place_code"
        " and w.shelter_register = 'community' and w.is_community"
        " left join codes.shelter_register as n on n.code = s.nearest_shelter_register"
        " where p.as_of = ? and p.place_code = ?",
        [as_of, place],
    )
    return frame.to_dicts()[0] if frame.height else None


@per_version
def sites(warehouse: Warehouse, place: str, as_of: date) -> list[Row]:
    """Sites on the register near the community: untreated first, then by distance."""
    frame = warehouse.query(
        "select n.distance_m, n.is_registered_here, r.site_name, types.title as kind,"
        " grades.title as grade, states.title as state, w.is_treated, w.threatened_persons,"
        " w.due_on, r.responsible_unit, r.longitude, r.latitude,"
        " not w.is_treated and coalesce(w.due_on < w.as_of, false) as is_overdue"
        " from marts.community_nearby as n"
        " inner join staging.hazard_site as w on w.site_id = n.object_id"
        " inner join marts.hazard_site as r on r.site_id = n.object_id"
        " left join codes.hazard_type as types on types.code = w.hazard_type"
        " left join codes.hazard_grade as grades on grades.code = w.hazard_grade"
        " left join codes.remediation_status as states on states.code = w.remediation_status"
        " where n.nearby_kind = 'hazard_site' and n.place_code = ? and w.as_of = ? and w.is_open"
        " order by w.is_treated, n.distance_m nulls last, n.object_id",
        [place, as_of],
    )
    return frame.to_dicts()


@per_version
def shelters(warehouse: Warehouse, place: str, as_of: date) -> list[Row]:
    """Counted shelters near the community, its own first, then by distance."""
    frame = warehouse.query(
        "select n.distance_m, n.is_registered_here, s.shelter_name, r.title as register,"
        " s.capacity_persons, states.title as state, s.longitude, s.latitude"
        " from marts.community_nearby as n"
        " inner join marts.counted_shelter as s"
        " on s.unit_code = n.unit_code and s.shelter_id = n.object_id"
        " left join codes.shelter_register as r on r.code = s.shelter_register"
        " left join codes.shelter_state as states on states.code = s.shelter_state"
        " where n.nearby_kind = 'shelter' and n.place_code = ? and s.as_of = ?"
        " order by not n.is_registered_here, n.distance_m nulls last, n.object_id",
        [place, as_of],
    )
    return frame.to_dicts()


@per_version
def projects(warehouse: Warehouse, place: str, as_of: date) -> list[Row]:
    """Works near the community: unfinished first, the late ones before them, then by distance."""
    frame = warehouse.query(
        "select n.distance_m, n.is_registered_here, p.project_name, types.title as kind,"
        " states.title as state, p.planned_quantity, p.completed_quantity, units.title as unit,"
        " p.is_completed, p.is_late, p.days_overdue, p.planned_completion_on, p.responsible_unit"
        " from marts.community_nearby as n"
        " inner join marts.project_status as p"
        " on p.unit_code = n.unit_code and p.project_id = n.object_id"
        " left join codes.project_type as types on types.code = p.project_type"
        " left join codes.project_status as states on states.code = p.project_status"
        " left join codes.quantity_unit as units on units.code = p.quantity_unit"
        " where n.nearby_kind = 'project' and n.place_code = ? and p.as_of = ?"
        " order by p.is_completed, not p.is_late, n.distance_m nulls last, n.object_id",
        [place, as_of],
    )
    return frame.to_dicts()


@per_version
def components(warehouse: Warehouse, place: str, as_of: date) -> list[Row]:
    """The parts of the community's score, in their order."""
    frame = warehouse.query(
        "select * from marts.community_resilience where place_code = ? and as_of = ?"
        " order by component_sort",
        [place, as_of],
    )
    return frame.to_dicts()


@per_version
def averages(warehouse: Warehouse, area: str, as_of: date) -> list[Row]:
    """The parts of the score: rule, weight, and how the area's communities do in each.

    `average` is of those that reported it (null: none did), `unreported` counts the others.
    """
    frame = warehouse.query(
        "select g.component_title, g.component_rule, g.weight_percent,"
        " avg(g.component_score) filter (where g.is_reported) as average,"
        " count(*) filter (where not g.is_reported) as unreported"
        f" from marts.community_resilience as g{_INSIDE}"
        " group by g.component_title, g.component_rule, g.weight_percent, g.component_sort"
        " order by g.component_sort",
        [as_of, area],
    )
    return frame.to_dicts()
