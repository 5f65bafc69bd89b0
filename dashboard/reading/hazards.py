"""Cached reads of the page 隐患治理: states, flow, ages, exposure and sites of one week."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

import polars as pl

from dashboard.read import Warehouse, per_version

ALL = "all"  # the family that the marts call the sum of all families


@dataclass(frozen=True)
class Status:
    """One row of marts.hazard_status: sites by state, and the three events apart."""

    found_sites: int
    pending_sites: int
    ongoing_sites: int
    awaiting_sites: int
    removed_sites: int
    merged_sites: int
    open_sites: int
    treated_sites: int
    reviewed_sites: int
    untreated_sites: int
    overdue_sites: int
    unreviewed_sites: int
    unremoved_sites: int


@dataclass(frozen=True)
class Flow:
    """Stock and flow of a week; `gap` is the closing stock less what the parts add up to."""

    name: str
    opening: int
    baseline: int
    added: int
    reopened: int
    reclassified: int
    removed: int
    merged: int
    vanished: int
    closing: int
    gap: int


_STATUS = ", ".join(field.name for field in fields(Status))
_PARTS = ", ".join(
    f"cast(sum(flow.{field.name}) as bigint) as {field.name}" for field in fields(Flow)[1:-1]
)
_GAP = (
    "cast(sum(flow.closing - flow.opening - flow.added - flow.reopened - flow.reclassified"
    " + flow.removed + flow.merged + flow.vanished) as bigint) as gap"
)
_FLOW = (
    " from marts.hazard_flow as flow"
    " inner join staging.area_ancestor as above on above.area_code = flow.area_code"
)


@per_version
def families(warehouse: Warehouse) -> dict[str, str]:
    """What each hazard family is called, the sum of all first."""
    rows = warehouse.query(
        "select code, title from codes.hazard_family order by cast(sort as integer)"
    )
    return {ALL: "全部隐患点", **dict(rows.iter_rows())}


@per_version
def types(warehouse: Warehouse, family: str) -> dict[str, str]:
    """What each hazard type of the family is called."""
    rows = warehouse.query(
        "select code, title from codes.hazard_type where ? in (parent_code, 'all')"
        " order by cast(sort as integer)",
        [family],
    )
    return dict(rows.iter_rows())


@per_version
def grades(warehouse: Warehouse) -> dict[str, str]:
    """What each grade is called, the gravest first."""
    rows = warehouse.query(
        "select code, title from codes.hazard_grade order by cast(sort as integer)"
    )
    return {**dict(rows.iter_rows()), "unstated": "未定级"}


@per_version
def statuses(warehouse: Warehouse, as_of: date, family: str) -> dict[str, Status]:
    """Every area's sites by state; areas without a site have no entry."""
    rows = warehouse.query(
        f"select area_code, {_STATUS} from marts.hazard_status"
        " where as_of = ? and hazard_family = ?",
        [as_of, family],
    )
    return {code: Status(*values) for code, *values in rows.iter_rows()}


@per_version
def stages(warehouse: Warehouse, area: str, family: str, until: date) -> pl.DataFrame:
    """as_of, treated_sites, reviewed_sites, removed_sites: cumulative, week by week."""
    return warehouse.query(
        "select as_of, treated_sites, reviewed_sites, removed_sites from marts.hazard_status"
        " where area_code = ? and hazard_family = ? and as_of <= ? order by as_of",
        [area, family, until],
    )


@per_version
def flow_by_week(
    warehouse: Warehouse, area: str, family: str, kind: str, until: date
) -> tuple[tuple[date, Flow], ...]:
    """The flow of one type (or of the family, or of all) week by week up to `until`."""
    rows = warehouse.query(
        f"select flow.as_of, {_PARTS}, {_GAP}{_FLOW}"
        " where above.ancestor_code = ? and flow.as_of <= ?"
        " and ? in (flow.hazard_family, 'all') and ? in (flow.hazard_type, 'all')"
        " group by flow.as_of order by flow.as_of",
        [area, until, family, kind],
    )
    return tuple((on, Flow("", *values)) for on, *values in rows.iter_rows())


@per_version
def flow_by_type(warehouse: Warehouse, area: str, family: str, as_of: date) -> tuple[Flow, ...]:
    """The week's flow of every type of the family that has any site."""
    rows = warehouse.query(
        f"select kinds.title, {_PARTS}, {_GAP}{_FLOW}"
        " inner join codes.hazard_type as kinds on kinds.code = flow.hazard_type"
        " where above.ancestor_code = ? and flow.as_of = ? and ? in (flow.hazard_family, 'all')"
        " group by kinds.title, kinds.sort order by cast(kinds.sort as integer)",
        [area, as_of, family],
    )
    return tuple(Flow(*values) for values in rows.iter_rows())


@dataclass(frozen=True)
class Age:
    """One bucket of ages; `is_stated` is false for sites without the date."""

    basis: str
    title: str
    sites: int
    is_stated: bool
    is_late: bool


@per_version
def ages(warehouse: Warehouse, area: str, family: str, as_of: date) -> tuple[Age, ...]:
    """Untreated sites by age in every bucket, empty ones included; those without a date last."""
    rows = warehouse.query(
        "with counted as (select age_basis, age_bucket, untreated_sites from marts.hazard_age"
        " where area_code = ? and hazard_family = ? and as_of = ?)"
        " select bucket.basis, bucket.title, coalesce(counted.untreated_sites, 0), true,"
        " bucket.basis = 'overdue' and bucket.from_days is not null,"
        " cast(bucket.sort as integer) as place"
        " from codes.age_bucket as bucket"
        " left join counted on counted.age_bucket = bucket.code"
        " union all select age_basis, '', untreated_sites, false, false, 99 from counted"
        " where age_bucket like 'unstated%' order by place, 1",
        [area, family, as_of],
    )
    return tuple(Age(*values) for *values, _ in rows.iter_rows())


@per_version
def exposure(warehouse: Warehouse, as_of: date, family: str) -> pl.DataFrame:
    """area_code, hazard_grade, untreated_sites, exposed_persons, exposed_assets_yuan."""
    return warehouse.query(
        "select area_code, hazard_grade, untreated_sites, exposed_persons, exposed_assets_yuan"
        " from marts.hazard_exposure where as_of = ? and hazard_family = ?",
        [as_of, family],
    )


@dataclass(frozen=True)
class Exposed:
    """Untreated sites of an area, whom and what they threaten, and how many do not say so."""

    sites: int
    known_persons: int
    known_yuan: float
    without_persons: int
    without_yuan: int

    @property
    def persons(self) -> int | None:
        """None where no site says."""
        return None if self.without_persons == self.sites else self.known_persons

    @property
    def yuan(self) -> float | None:
        """None where no site says."""
        return None if self.without_yuan == self.sites else self.known_yuan


@per_version
def exposed(warehouse: Warehouse, as_of: date, family: str) -> dict[str, Exposed]:
    """What is still threatened, of every area that has any untreated site."""
    rows = warehouse.query(
        "select area_code, cast(sum(untreated_sites) as bigint),"
        " cast(sum(exposed_persons) as bigint), cast(sum(exposed_assets_yuan) as double),"
        " cast(sum(unstated_persons_sites) as bigint), cast(sum(unstated_assets_sites) as bigint)"
        " from marts.hazard_exposure where as_of = ? and hazard_family = ? group by area_code",
        [as_of, family],
    )
    return {code: Exposed(*counts) for code, *counts in rows.iter_rows()}


@per_version
def oldest(warehouse: Warehouse, area: str, family: str, as_of: date) -> pl.DataFrame:
    """Untreated sites in the area by the day they were found, the oldest first, undated last."""
    return warehouse.query(
        "select w.site_id, h.site_name, w.area_code, w.district_code, kinds.title as kind,"
        " h.responsible_unit, w.found_on, w.as_of - w.found_on as days_open, w.due_on,"
        " w.threatened_persons"
        " from staging.hazard_site as w"
        " inner join staging.area_ancestor as above on above.area_code = w.area_code"
        " inner join marts.hazard_site as h on h.site_id = w.site_id"
        " left join codes.hazard_type as kinds on kinds.code = w.hazard_type"
        " where above.ancestor_code = ? and w.as_of = ? and w.is_open and not w.is_treated"
        " and ? in (w.hazard_family, 'all')"
        " order by w.found_on nulls last, w.threatened_persons desc nulls last, w.site_id",
        [area, as_of, family],
    )


# Site by site what marts.hazard_flow counts: found, treated, closed, merged since the week before.
_MOVED = """
with moved as (
    select w.*,
        not exists (from staging.hazard_site as s where s.site_id = w.site_id and s.as_of < w.as_of)
            as is_new,
        b.site_id is not null as was_here, coalesce(b.is_open, false) as was_open,
        coalesce(b.is_treated, false) as was_treated,
        if(w.is_open and not w.is_treated, coalesce(w.threatened_persons, 0), 0)
            - if(b.is_open and not b.is_treated, coalesce(b.threatened_persons, 0), 0)
            as persons_moved,
        exists (from staging.unit_return as r where r.unit_code = w.unit_code and r.as_of < w.as_of
            and r.source = 'hazard_site' and r.used_as_of is not null) as has_ledger
    from staging.hazard_site as w
    left join staging.hazard_site as b on b.site_id = w.site_id and b.as_of = w.as_of - 7
    where w.as_of = ?
),
changes as (
    select 'found' as kind, * from moved where is_new and has_ledger
    union all
    select 'treated', * from moved
    where is_treated and not was_treated and (was_here or (is_new and has_ledger))
    union all
    select if(remediation_status = 'merged', 'merged', 'removed'), * from moved
    where not is_open and (was_open or (is_new and has_ledger))
)
select c.kind, kinds.title as kind_title, c.site_id, h.site_name, c.area_code, c.district_code,
    types.title as type_title, h.responsible_unit, c.threatened_persons,
    if(row_number() over (partition by c.site_id order by cast(kinds.sort as integer)) = 1,
        c.persons_moved, 0) as persons_moved
from changes as c
inner join staging.area_ancestor as above on above.area_code = c.area_code
inner join marts.hazard_site as h on h.site_id = c.site_id
inner join codes.change_kind as kinds on kinds.code = c.kind
left join codes.hazard_type as types on types.code = c.hazard_type
where above.ancestor_code = ? and ? in (c.hazard_family, 'all')
order by cast(kinds.sort as integer), c.threatened_persons desc nulls last, c.site_id
"""


@per_version
def moved(warehouse: Warehouse, area: str, family: str, as_of: date) -> pl.DataFrame:
    """Sites found, treated, removed or merged in the week, a row per site and kind of change; of
    each kind those that threaten most people first.

    `persons_moved`: by how many it moves the people still threatened, told once for each site.
    """
    return warehouse.query(_MOVED, [as_of, area, family])


@per_version
def overdue(warehouse: Warehouse, area: str, family: str, as_of: date) -> pl.DataFrame:
    """Overdue sites in the area, those under an order first, then the longest overdue.

    An order only where a number is registered.
    """
    return warehouse.query(
        "select o.site_id, o.site_name, o.area_code, o.district_code, kinds.title as kind,"
        " o.responsible_unit, o.sector_department, o.days_overdue, o.threatened_persons, o.due_on,"
        " case when o.is_supervised then h.supervision_order end as supervision_order,"
        " case when o.is_supervised then h.supervision_due_on end as supervision_due_on"
        " from marts.overdue_site as o"
        " inner join staging.area_ancestor as above on above.area_code = o.area_code"
        " left join codes.hazard_type as kinds on kinds.code = o.hazard_type"
        " left join marts.hazard_site as h on h.site_id = o.site_id"
        " where above.ancestor_code = ? and o.as_of = ? and ? in (o.hazard_family, 'all')"
        " order by supervision_order is null, o.days_overdue desc,"
        " o.threatened_persons desc nulls last, o.site_id",
        [area, as_of, family],
    )


@per_version
def points(warehouse: Warehouse, area: str, family: str, as_of: date) -> pl.DataFrame:
    """Sites on the register that week, with their newest position and that week's state."""
    return warehouse.query(
        "select w.site_id, h.site_name, w.district_code, h.longitude, h.latitude,"
        " kinds.title as kind, states.title as state, grades.title as grade,"
        " w.threatened_persons, w.is_treated, w.due_on is null as is_undated,"
        " not w.is_treated and coalesce(w.due_on < w.as_of, false) as is_overdue"
        " from staging.hazard_site as w"
        " inner join staging.area_ancestor as above on above.area_code = w.area_code"
        " inner join marts.hazard_site as h on h.site_id = w.site_id"
        " left join codes.hazard_type as kinds on kinds.code = w.hazard_type"
        " left join codes.remediation_status as states on states.code = w.remediation_status"
        " left join codes.hazard_grade as grades on grades.code = w.hazard_grade"
        " where above.ancestor_code = ? and w.as_of = ? and w.is_open"
        " and ? in (w.hazard_family, 'all') order by w.site_id",
        [area, as_of, family],
    )
