"""Hazard ledgers: every site's life drawn once, each week's ledger a view of it.

`hazards.csv` says how many sites had been found, treated, removed and merged by certain days; the
days between follow from the curve, and which site it was is drawn. So the counts are exact, ids and
dates stable, and what was removed stays in the ledger.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from etl.forms.workbook import Row
from etl.sample.areas import Community, communities, districts, near
from etl.sample.curve import curve
from etl.sample.draw import draw, pick, whole
from etl.sample.story import story, table

GEOLOGICAL, FOREST_FIRE, FLASH_FLOOD = "geological", "forest_fire", "flash_flood"
SITE_RADIUS = 0.004  # degrees around the community's point
LATE_SHARE, OVERDUE_SHARE = 0.06, 0.10
_LETTERS = {GEOLOGICAL: "D", FOREST_FIRE: "S", FLASH_FLOOD: "H"}
_TYPES: Mapping[str, Sequence[str]] = {
    GEOLOGICAL: ("崩塌",) * 5 + ("滑坡",) * 3 + ("泥石流",) * 2 + ("地面塌陷",),
    FOREST_FIRE: (
        *("林区输配电线路",) * 3,
        *("林区坟地",) * 4,
        *("可燃物载量过高",) * 3,
        "野外用火",
        "林区施工",
        "林区景区",
    ),
    FLASH_FLOOD: ("山洪危险区",),
}
_SPOTS = ("后山", "东坡", "西坡", "北沟", "南沟", "进山路旁", "水库旁", "林场边")
_SECTORS = {GEOLOGICAL: "自然资源部门", FOREST_FIRE: "林业部门", FLASH_FLOOD: "水务(水利)部门"}
_MEASURES = ("工程治理", "工程治理", "排危除险", "搬迁避让")
_REASONS = {"工程治理": "治理", "排危除险": "排危除险", "搬迁避让": "搬迁", "清理整治": "治理"}
_GRADES = ((100, "小型"), (500, "中型"), (1000, "大型"))  # fewer persons than -> grade


@dataclass(frozen=True)
class Site:
    """One hazard site with all its dates, future ones included."""

    site_id: str
    family: str
    hazard_type: str
    place: Community
    found_on: dt.date
    measure: str
    treated_on: dt.date | None = None
    reviewed_on: dt.date | None = None
    removed_on: dt.date | None = None
    merged_on: dt.date | None = None
    merged_into: str | None = None

    @property
    def number(self) -> int:
        """The site's number within its family."""
        return int(self.site_id[-4:])

    @property
    def started_on(self) -> dt.date | None:
        """The day work began; None when it had not by the end of the story."""
        if self.treated_on is not None:
            lead = dt.timedelta(days=whole(20, 80, "lead", self.site_id))
            return max(self.treated_on - lead, self.found_on)
        if draw("begun", self.site_id) < 0.5:
            return self.found_on + dt.timedelta(days=whole(40, 120, "begun", self.site_id, 1))
        return None

    @property
    def due_on(self) -> dt.date | None:
        """整改时限: mostly after the work is done, for some before; danger zones have none."""
        if self.family == FLASH_FLOOD:
            return None
        earliest = self.found_on + dt.timedelta(days=10)
        if self.treated_on is not None:
            is_late = draw("late", self.site_id) < LATE_SHARE
            days = (
                -whole(5, 35, "due", self.site_id) if is_late else whole(2, 40, "due", self.site_id)
            )
            return max(self.treated_on + dt.timedelta(days=days), earliest)
        if draw("overdue", self.site_id) < OVERDUE_SHARE:
            return max(
                story().last_week - dt.timedelta(days=whole(40, 140, self.site_id)), earliest
            )
        return story().last_week + dt.timedelta(days=whole(10, 200, "due", self.site_id))

    def status(self, day: dt.date) -> str:
        """整改状态 on a day."""
        if _reached(self.merged_on, day):
            return "已合并"
        if _reached(self.removed_on, day):
            return "已销号"
        if _reached(self.treated_on, day):
            return "已整改待复核"
        return "整改中" if _reached(self.started_on, day) else "待整改"


def _reached(date: dt.date | None, day: dt.date) -> bool:
    return date is not None and date <= day


def _until(date: dt.date | None, day: dt.date) -> dt.date | None:
    return date if _reached(date, day) else None


@cache
def sites(unit: str) -> tuple[Site, ...]:
    """All sites of a district that are ever found, family by family, in the order of finding."""
    return tuple(site for family in _LETTERS for site in _lives(unit, family))


def _lives(unit: str, family: str) -> list[Site]:
    points = [r for r in table("hazards") if (r["unit_code"], r["hazard_family"]) == (unit, family)]
    if not points:
        return []
    days = {
        kind: curve((dt.date.fromisoformat(r["on"]), int(r[kind])) for r in points).days(
            unit, family, kind
        )
        for kind in ("found", "treated", "removed", "merged")
    }
    lives = {
        s.site_id: s for s in (_born(unit, family, n, d) for n, d in enumerate(days["found"], 1))
    }
    events = sorted(
        (day, kind, n) for kind in days if kind != "found" for n, day in enumerate(days[kind])
    )
    for day, kind, n in events:
        site = _chosen(list(lives.values()), kind, day, n)
        lives[site.site_id] = _changed(site, kind, day, list(lives.values()))
    return list(lives.values())


def _born(unit: str, family: str, n: int, found_on: dt.date) -> Site:
    site_id = f"{unit}{_LETTERS[family]}{n:04d}"
    return Site(
        site_id=site_id,
        family=family,
        hazard_type=pick(_TYPES[family], "type", site_id),
        place=pick(communities(unit), "place", site_id),
        found_on=found_on,
        measure={FOREST_FIRE: "清理整治", FLASH_FLOOD: "监测预警"}.get(family)
        or pick(_MEASURES, "measure", site_id),
    )


def _chosen(lives: list[Site], kind: str, day: dt.date, n: int) -> Site:
    """The site an event happens to: found (or treated) by then, the older ones more likely."""
    if kind == "removed":
        able = [s for s in lives if _reached(s.treated_on, day) and s.removed_on is None]
        able.sort(key=lambda s: (str(s.treated_on), s.site_id))
    else:
        able = [
            s for s in lives if s.found_on <= day and s.treated_on is None and s.merged_on is None
        ]
    return able[int(draw(kind, able[0].site_id, day, n) ** 2 * len(able))]


def _changed(site: Site, kind: str, day: dt.date, lives: list[Site]) -> Site:
    if kind == "treated":
        return replace(site, treated_on=day)
    if kind == "removed":
        reviewed = day - dt.timedelta(days=whole(1, 6, "review", site.site_id))
        return replace(site, removed_on=day, reviewed_on=max(reviewed, site.treated_on or day))
    others = [
        s for s in lives if s.merged_on is None and s.site_id != site.site_id and s.found_on <= day
    ]
    near_by = [s for s in others if s.place.street == site.place.street] or others
    return replace(site, merged_on=day, merged_into=pick(near_by, "merge", site.site_id).site_id)


def ledger_rows(unit: str, as_of: dt.date) -> list[Row]:
    """A district's ledger as it stood on a day: every site found by then."""
    day = story().effective(unit, as_of)
    return [_row(site, day, as_of) for site in sites(unit) if site.found_on <= day]


def _row(site: Site, day: dt.date, as_of: dt.date) -> Row:
    longitude, latitude = near(site.place.longitude, site.place.latitude, SITE_RADIUS, site.site_id)
    where = f"{site.place.name}{pick(_SPOTS, site.site_id)}"
    status = site.status(day)
    gone_on = _until(site.removed_on or site.merged_on, day)
    is_merged = status == "已合并"
    return {
        "site_id": site.site_id,
        "site_name": f"{where}{site.hazard_type}{site.number}号",
        "hazard_type": site.hazard_type,
        "area_code": site.place.code,
        "address": where,
        "longitude": longitude,
        "latitude": latitude,
        **_exposure(site),
        "found_on": site.found_on,
        "responsible_unit": f"{site.place.street.name}办事处",
        "sector_department": f"{districts()[site.place.street.unit].office}{_SECTORS[site.family]}",
        "due_on": site.due_on,
        "remediation_measure": None if status == "待整改" else site.measure,
        "remediation_status": status,
        "treated_on": _until(site.treated_on, day),
        "reviewed_on": _until(site.reviewed_on, day),
        "is_removed": gone_on is not None,
        "removed_on": gone_on,
        "removal_reason": None if gone_on is None else _reason(site, is_merged),
        "merged_into_id": site.merged_into if is_merged else None,
        **_supervision(site, as_of),
    }


def _reason(site: Site, is_merged: bool) -> str:
    return "合并" if is_merged else _REASONS.get(site.measure, "其他")


def _exposure(site: Site) -> Row:
    if site.family == FOREST_FIRE:
        has_length = site.hazard_type == "林区输配电线路"
        return {"length_km": whole(2, 30, "km", site.site_id) / 10 if has_length else None}
    persons = whole(3, 60, "persons", site.site_id)
    if draw("many", site.site_id) < 0.12:
        persons = whole(100, 260, "many persons", site.site_id)
    return {
        "hazard_grade": next(grade for limit, grade in _GRADES if persons < limit),
        "threatened_households": -(-persons // 3),
        "threatened_persons": persons,
        "threatened_assets_yuan": persons * whole(3, 8, "assets", site.site_id),
    }


def _supervision(site: Site, as_of: dt.date) -> Row:
    for order in table("supervised"):
        if order["site_id"] == site.site_id and as_of >= dt.date.fromisoformat(order["since"]):
            return {
                "is_supervised": True,
                "supervision_order": order["order"] or None,
                "supervision_due_on": dt.date.fromisoformat(order["due_on"])
                if order["due_on"]
                else None,
            }
    return {"is_supervised": False}
