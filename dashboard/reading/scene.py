"""What the page 三维场景 asks the warehouse: hazard sites, shelters and terminals with positions.

The gravest come first, so that whatever is cut off a list or a drawing is the least of it.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from dashboard.read import per_version
from warehouse.read import Warehouse

KEPT = 64  # answers of each kind: a city has tens of thousands of objects


def _sites(warehouse: Warehouse, area: str, family: str, as_of: date) -> pl.DataFrame:
    """Sites on the register that week, with their newest position and that week's state.

    `has_shelter_near`: whether a counted shelter of any district lies as near, in a straight line,
    as codes.nearby_kind says (at most 3 km: neighbouring cells of 0.05 degrees are looked at); null
    where the site has no position or its district never sent a register of shelters.
    """
    return warehouse.query(
        "with shelters as ("
        " select longitude, latitude, floor(longitude * 20) as x, floor(latitude * 20) as y"
        " from marts.counted_shelter"
        " where as_of = $1 and longitude is not null and latitude is not null"
        "), judged as ("
        " select distinct u.area_code from staging.unit_return as r"
        " inner join codes.unit as u on u.code = r.unit_code"
        " where r.source = 'shelter' and r.as_of = $1 and r.used_as_of is not null"
        "), sites as ("
        " select w.*, h.site_name, h.responsible_unit, h.longitude, h.latitude"
        " from staging.hazard_site as w"
        " inner join staging.area_ancestor as above on above.area_code = w.area_code"
        " inner join marts.hazard_site as h on h.site_id = w.site_id"
        " where above.ancestor_code = $2 and w.as_of = $1 and w.is_open"
        " and $3 in (w.hazard_family, 'all')"
        "), steps as (select unnest([-1, 0, 1]) as step"
        "), near as ("
        " select distinct s.site_id from sites as s cross join steps as east cross join steps as n"
        " inner join shelters as t on t.x = floor(s.longitude * 20) + east.step"
        " and t.y = floor(s.latitude * 20) + n.step"
        " where 2 * 6371008.8 * asin(least(1.0, sqrt("
        " power(sin(radians(t.latitude - s.latitude) * 0.5), 2)"
        " + cos(radians(s.latitude)) * cos(radians(t.latitude))"
        " * power(sin(radians(t.longitude - s.longitude) * 0.5), 2))))"
        " <= (select cast(reach_m as bigint) from codes.nearby_kind where code = 'shelter')"
        ") select s.site_id, s.site_name, s.area_code, s.district_code, s.longitude, s.latitude,"
        " kinds.title as kind, states.title as state, s.hazard_grade, s.threatened_persons,"
        " s.responsible_unit, s.is_treated, s.due_on is null as is_undated,"
        " not s.is_treated and coalesce(s.due_on < s.as_of, false) as is_overdue,"
        " case when s.longitude is not null and s.latitude is not null"
        " and judged.area_code is not null then near.site_id is not null end as has_shelter_near"
        " from sites as s"
        " left join near on near.site_id = s.site_id"
        " left join judged on judged.area_code = s.district_code"
        " left join codes.hazard_type as kinds on kinds.code = s.hazard_type"
        " left join codes.remediation_status as states on states.code = s.remediation_status"
        " left join codes.hazard_grade as grades on grades.code = s.hazard_grade"
        " order by is_overdue desc, s.is_treated, has_shelter_near nulls last,"
        " cast(grades.sort as integer) nulls last, s.threatened_persons desc nulls last, s.site_id",
        [as_of, area, family],
    )


def _shelters(warehouse: Warehouse, area: str, as_of: date) -> pl.DataFrame:
    """Counted shelters of the week, the largest first."""
    return warehouse.query(
        "select s.shelter_id, s.shelter_name, s.area_code, s.shelter_register,"
        " r.title as register, states.title as state, s.capacity_persons, s.longitude, s.latitude"
        " from marts.counted_shelter as s"
        " inner join staging.area_ancestor as up on up.area_code = s.area_code"
        " left join codes.shelter_register as r on r.code = s.shelter_register"
        " left join codes.shelter_state as states on states.code = s.shelter_state"
        " where s.as_of = ? and up.ancestor_code = ?"
        " order by s.capacity_persons desc nulls last, s.unit_code, s.shelter_id",
        [as_of, area],
    )


def _terminals(warehouse: Warehouse, area: str, as_of: date) -> pl.DataFrame:
    """Registered terminals of the week: those that cannot speak first, then without a state."""
    return warehouse.query(
        "select t.terminal_id, t.terminal_name, t.area_code, t.terminal_status,"
        " s.title as status, kinds.title as kind, t.is_installed, t.is_working,"
        " t.longitude, t.latitude"
        " from staging.broadcast_terminal as t"
        " inner join staging.unit_return as r on r.source = 'broadcast_terminal'"
        " and r.unit_code = t.unit_code and r.used_as_of = t.used_as_of"
        " inner join staging.area_ancestor as up on up.area_code = t.area_code"
        " left join codes.terminal_status as s on s.code = t.terminal_status"
        " left join codes.terminal_type as kinds on kinds.code = t.terminal_type"
        " where r.as_of = ? and up.ancestor_code = ?"
        " order by (t.is_installed and not t.is_working) desc nulls last,"
        " t.is_installed nulls first, t.unit_code, t.terminal_id",
        [as_of, area],
    )


sites = per_version(_sites, kept=KEPT)
shelters = per_version(_shelters, kept=KEPT)
terminals = per_version(_terminals, kept=KEPT)
