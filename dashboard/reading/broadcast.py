"""What the page 预警广播 asks the warehouse: gaps, terminals by state, months, lists."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.read import per_version
from dashboard.reading import LISTED
from warehouse.read import Warehouse

Row = dict[str, Any]
MONTHS = 12  # earlier ones are one row


@per_version
def gaps(warehouse: Warehouse, area: str, as_of: date) -> dict[str, Row]:
    """Rows of marts.flash_flood_gap by area code: the area itself and the areas directly below."""
    frame = warehouse.query(
        "select t.* from marts.flash_flood_gap as t"
        " inner join staging.area as a on a.area_code = t.area_code"
        " where t.as_of = ? and (a.area_code = ? or a.parent_code = ?)"
        " order by a.sort_key, a.area_code",
        [as_of, area, area],
    )
    return {row["area_code"]: row for row in frame.iter_rows(named=True)}


@per_version
def statuses(warehouse: Warehouse) -> dict[str, str]:
    """What the states of a terminal are called, in their order."""
    rows = warehouse.query(
        "select code, title from codes.terminal_status order by cast(sort as integer)"
    )
    return dict(rows.iter_rows())


@per_version
def terminals(warehouse: Warehouse, area: str, as_of: date) -> list[Row]:
    """Rows of marts.terminal_count: the area itself first, then those directly below."""
    frame = warehouse.query(
        "select t.*, sum(t.terminals) over (partition by t.area_code)::bigint as every_terminal"
        " from marts.terminal_count as t"
        " inner join staging.area as a on a.area_code = t.area_code"
        " where t.as_of = ? and (a.area_code = ? or a.parent_code = ?)"
        " order by t.area_code <> ?, a.sort_key, a.area_code",
        [as_of, area, area, area],
    )
    return frame.to_dicts()


@per_version
def uncovered(warehouse: Warehouse, area: str, as_of: date) -> list[Row]:
    """Claimed flash-flood communities that are not up to the rule: without a terminal first."""
    frame = warehouse.query(
        "select c.area_code, c.community_name, p.residents_persons, c.terminals,"
        " c.working_terminals, c.is_broadcast_installed"
        " from marts.broadcast_coverage as c"
        " inner join marts.community_point as p"
        " on p.as_of = c.as_of and p.place_code = c.place_code"
        " inner join staging.area_ancestor as up on up.area_code = c.area_code"
        " where c.as_of = ? and up.ancestor_code = ? and c.flash_flood_communities > 0"
        " and not c.is_broadcast_compliant"
        " order by c.is_broadcast_installed, p.residents_persons desc, c.place_code"
        f" limit {LISTED}",
        [as_of, area],
    )
    return frame.to_dicts()


@per_version
def points(warehouse: Warehouse, area: str, as_of: date) -> list[Row]:
    """Claimed flash-flood communities; longitude is null where none was given."""
    frame = warehouse.query(
        "select c.area_code, c.community_name, p.residents_persons, c.working_terminals,"
        " c.is_broadcast_installed, c.is_broadcast_compliant, p.longitude, p.latitude"
        " from marts.broadcast_coverage as c"
        " inner join marts.community_point as p"
        " on p.as_of = c.as_of and p.place_code = c.place_code"
        " inner join staging.area_ancestor as up on up.area_code = c.area_code"
        " where c.as_of = ? and up.ancestor_code = ? and c.flash_flood_communities > 0"
        " order by c.place_code",
        [as_of, area],
    )
    return frame.to_dicts()


@per_version
def months(warehouse: Warehouse, area: str, as_of: date) -> list[Row]:
    """Month by month: terminals and communities that came, and how many by then.

    The months before the last MONTHS are one row, `month` 此前; an unknown month comes last and is
    counted in `communities_so_far` there.
    """
    frame = warehouse.query(
        "with monthly as ("
        " select t.installed_month, sum(t.installed_terminals)::bigint as terminals,"
        " sum(t.first_communities)::bigint as communities"
        " from marts.terminal_installation as t"
        " inner join staging.area_ancestor as up on up.area_code = t.area_code"
        " where t.as_of = ? and up.ancestor_code = ? group by t.installed_month"
        "), placed as ("
        " select *, count(*) filter (where installed_month <> '不详') over ("
        "  order by installed_month desc rows unbounded preceding) > ?"
        "  and installed_month <> '不详' as is_early from monthly"
        "), merged as ("
        " select case when is_early then '此前' else installed_month end as month,"
        " min(installed_month) as first_month, sum(terminals)::bigint as terminals,"
        " sum(communities)::bigint as communities from placed group by 1"
        ") select month, terminals, communities,"
        " sum(communities) over (order by first_month)::bigint as communities_so_far,"
        " sum(terminals) over (order by first_month)::bigint as terminals_so_far"
        " from merged order by first_month",
        [as_of, area, MONTHS],
    )
    return frame.to_dicts()


@per_version
def troubled(warehouse: Warehouse, area: str, as_of: date) -> tuple[int, list[Row]]:
    """How many installed terminals do not work, failed their test or were not inspected; which."""
    register = (
        " from marts.registered_terminal as t"
        " inner join staging.area_ancestor as up on up.area_code = t.area_code"
    )
    titles = (
        " left join codes.terminal_status as s on s.code = t.terminal_status"
        " left join codes.test_result as r on r.code = t.test_result"
    )
    inside = (
        " where t.as_of = ? and up.ancestor_code = ? and t.is_installed and"
        " (not t.is_working or t.test_result = 'failed' or t.is_inspection_overdue)"
    )
    total = warehouse.query(f"select count(*) as n{register}{inside}", [as_of, area]).item()
    frame = warehouse.query(
        "select t.area_code, t.terminal_id, t.terminal_name, s.title as status, r.title as test,"
        f" t.inspected_on, t.is_inspection_overdue, t.is_working{register}{titles}{inside}"
        " order by t.is_working, s.sort desc, t.inspected_on nulls first, t.terminal_id"
        f" limit {LISTED}",
        [as_of, area],
    )
    return int(total), frame.to_dicts()
