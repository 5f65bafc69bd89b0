"""What the page 避难与物资 asks the warehouse: gaps, registers, reach, lists and points."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.read import per_version
from dashboard.reading import LISTED
from warehouse.read import Warehouse

Row = dict[str, Any]

_HERE_AND_BELOW = (
    " inner join staging.area as a"
    " on a.area_code = t.area_code and (a.area_code = ? or a.parent_code = ?)"
)
_BY_PLACE = " order by a.sort_key, a.area_code"


@per_version
def gaps(warehouse: Warehouse, area: str, as_of: date) -> dict[str, Row]:
    """Rows of marts.service_gap by area code: the area itself and the areas directly below."""
    frame = warehouse.query(
        f"select t.* from marts.service_gap as t{_HERE_AND_BELOW} where t.as_of = ?{_BY_PLACE}",
        [area, area, as_of],
    )
    return {row["area_code"]: row for row in frame.iter_rows(named=True)}


@per_version
def supply(warehouse: Warehouse, area: str, register: str, as_of: date) -> dict[str, Row]:
    """Rows of marts.shelter_supply of one register by area code, with the area per head."""
    frame = warehouse.query(
        f"select t.*, v.value as area_per_head from marts.shelter_supply as t{_HERE_AND_BELOW}"
        " left join metrics.value as v on v.metric = 'shelter_effective_area_per_head_m2'"
        " and t.shelter_register = 'community' and v.area_code = t.area_code"
        f" and v.as_of = t.as_of where t.shelter_register = ? and t.as_of = ?{_BY_PLACE}",
        [area, area, register, as_of],
    )
    return {row["area_code"]: row for row in frame.iter_rows(named=True)}


@per_version
def registers(warehouse: Warehouse) -> dict[str, str]:
    """What the registers of shelters are called, in their order."""
    rows = warehouse.query(
        "select code, title from codes.shelter_register order by cast(sort as integer)"
    )
    return dict(rows.iter_rows())


@per_version
def area_rules(warehouse: Warehouse) -> list[tuple[str, float]]:
    """Duration and the least effective area per head that it asks for, in m2."""
    rows = warehouse.query(
        "select title, cast(least_m2_per_head as double) from codes.shelter_duration"
        " where least_m2_per_head is not null order by cast(sort as integer)"
    )
    return [(str(title), float(least)) for title, least in rows.iter_rows()]


@per_version
def reach(warehouse: Warehouse, area: str, as_of: date) -> list[Row]:
    """Every band of distance in order: title, communities, residents; none is left out."""
    frame = warehouse.query(
        "select b.code, b.title, b.description, coalesce(r.communities, 0) as communities,"
        " coalesce(r.residents_persons, 0) as residents_persons, b.upper_m is not null as measured"
        " from codes.distance_band as b left join marts.shelter_reach as r"
        " on r.distance_band = b.code and r.area_code = ? and r.as_of = ?"
        " order by cast(b.sort as integer)",
        [area, as_of],
    )
    return frame.to_dicts()


@per_version
def furthest(warehouse: Warehouse, area: str, as_of: date) -> list[Row]:
    """The measured communities of the area, the one furthest from a shelter first; at most LISTED.

    `measured` is how many there are in all, `distance_m` along a straight line.
    """
    frame = warehouse.query(
        "select s.area_code, s.community_name, s.residents_persons,"
        " s.distance_m, s.nearest_shelter_name, s.nearest_capacity_persons,"
        " r.title as nearest_register, count(*) over () as measured"
        " from marts.community_service as s"
        " inner join staging.area_ancestor as up on up.area_code = s.area_code"
        " left join codes.shelter_register as r on r.code = s.nearest_shelter_register"
        " where s.as_of = ? and up.ancestor_code = ? and s.distance_m is not null"
        f" order by s.distance_m desc, s.place_code limit {LISTED}",
        [as_of, area],
    )
    return frame.to_dicts()


@per_version
def communities_lacking(warehouse: Warehouse, what: str, area: str, as_of: date) -> list[Row]:
    """Communities without `what` (has_shelter, has_supplies), the most residents first."""
    if what not in ("has_shelter", "has_supplies"):
        raise ValueError(f"没有这一项：{what}")
    frame = warehouse.query(
        "select s.area_code, s.community_name, s.residents_persons,"
        " s.distance_m, s.nearest_shelter_name, s.nearest_capacity_persons,"
        " r.title as nearest_register"
        " from marts.community_service as s"
        " inner join staging.area_ancestor as up on up.area_code = s.area_code"
        " left join codes.shelter_register as r on r.code = s.nearest_shelter_register"
        f" where s.as_of = ? and up.ancestor_code = ? and not s.{what}"
        f" order by s.residents_persons desc, s.place_code limit {LISTED}",
        [as_of, area],
    )
    return frame.to_dicts()


@per_version
def community_points(warehouse: Warehouse, area: str, as_of: date) -> list[Row]:
    """Communities with coordinates in the area, and whether they have a shelter."""
    frame = warehouse.query(
        "select s.area_code, s.community_name, s.residents_persons, s.has_shelter,"
        " s.longitude, s.latitude"
        " from marts.community_service as s"
        " inner join staging.area_ancestor as up on up.area_code = s.area_code"
        " where s.as_of = ? and up.ancestor_code = ? and s.has_shelter is not null"
        " and s.longitude is not null and s.latitude is not null order by s.place_code",
        [as_of, area],
    )
    return frame.to_dicts()


@per_version
def shelter_points(warehouse: Warehouse, area: str, as_of: date) -> list[Row]:
    """Counted shelters with coordinates in the area."""
    frame = warehouse.query(
        "select s.area_code, s.shelter_name, s.shelter_register, r.title as register,"
        " s.capacity_persons, s.longitude, s.latitude"
        " from marts.counted_shelter as s"
        " inner join staging.area_ancestor as up on up.area_code = s.area_code"
        " left join codes.shelter_register as r on r.code = s.shelter_register"
        " where s.as_of = ? and up.ancestor_code = ?"
        " and s.longitude is not null and s.latitude is not null"
        " order by s.unit_code, s.shelter_id",
        [as_of, area],
    )
    return frame.to_dicts()
