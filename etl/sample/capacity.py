"""Communities and what they have: shelters, supplies, warning broadcast, renovated houses.

`capacity.csv` says how many communities (or households) had been reached by certain days; which
ones, and in what order, is drawn once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache

from etl.forms.workbook import Row
from etl.sample.areas import Community, communities, districts, near
from etl.sample.curve import curve
from etl.sample.draw import draw, pick, shuffled, whole
from etl.sample.story import story, table

SHELTERS_PER_COMMUNITY = 2
POINT_RADIUS = 0.002  # degrees around the community's point
_DAY = dt.timedelta(days=1)
_SHELTERS = (  # 建设类型, what it is called, 室内/室外
    ("广场", "文化广场", "室外"),
    ("学校", "示例小学操场", "室外"),
    ("社区用房", "社区服务中心", "室内"),
    ("公园", "口袋公园", "室外"),
    ("绿地", "绿地", "室外"),
    ("体育场馆", "健身活动场", "室内外兼具"),
)


@cache
def reached_on(unit: str, item: str) -> tuple[dt.date, ...]:
    """The day on which the first, second, third … community or household was reached."""
    for row in table("capacity"):
        if (row["unit_code"], row["item"]) == (unit, item):
            dated = {day: int(n) for day, n in row.items() if day not in ("unit_code", "item")}
            points = [(dt.date.fromisoformat(day), n) for day, n in dated.items()]
            return tuple(curve([(story().baseline, 0), *points]).days(unit, item))
    return ()


@cache
def _days(unit: str, item: str) -> Mapping[str, dt.date]:
    """Community code -> the day it was reached, for an item that communities have or lack."""
    flash = flash_flood_codes(unit)
    codes = [c.code for c in communities(unit)]
    if item == "flash_broadcast":
        codes = [code for code in codes if code in flash]
    elif item == "other_broadcast":
        codes = [code for code in codes if code not in flash]
    return dict(zip(shuffled(codes, item, unit), reached_on(unit, item), strict=False))


@cache
def flash_flood_codes(unit: str) -> frozenset[str]:
    """The communities that lie in a flash-flood danger zone."""
    codes = [c.code for c in communities(unit)]
    wanted = districts()[unit].flash_flood_communities
    return frozenset(shuffled(codes, "flash", unit)[:wanted])


@cache
def _shelters(unit: str) -> tuple[Row, ...]:
    built = _days(unit, "shelter")
    rows = [
        _shelter(place, k, built[place.code])
        for place in communities(unit)
        if place.code in built
        for k in range(SHELTERS_PER_COMMUNITY)
    ]
    urban = [_urban_shelter(unit)]
    in_order = sorted(rows, key=lambda row: (str(row["built_on"]), str(row["area_code"])))
    return tuple({"shelter_id": f"BN{unit}{n:04d}", **r} for n, r in enumerate(urban + in_order, 1))


def _shelter(place: Community, k: int, built_on: dt.date) -> Row:
    kind, word, space = _SHELTERS[(whole(0, 5, "shelter", place.code) + k) % len(_SHELTERS)]
    capacity = whole(12, 90, "capacity", place.code, k) * 10
    effective = round(capacity * (1.2 + 1.8 * draw("area", place.code, k)))
    site_area = round(effective * (1.2 + 0.6 * draw("site", place.code, k)))
    longitude, latitude = near(place.longitude, place.latitude, POINT_RADIUS, place.code, k)
    return {
        "shelter_name": f"{place.name}{word}",
        "area_code": place.code,
        "address": f"{place.name}{word}",
        "longitude": longitude,
        "latitude": latitude,
        "shelter_register": "社区避难场所",
        "shelter_class": kind,
        "shelter_duration": pick(("紧急", "紧急", "短期"), "duration", place.code, k),
        "space_type": space,
        "hazard_kinds": ["地震", "洪涝", "台风"] if space == "室外" else ["洪涝", "台风"],
        "site_area_m2": site_area,
        "effective_area_m2": effective,
        "indoor_area_m2": 0 if space == "室外" else effective // 2,
        "capacity_persons": capacity,
        "built_on": built_on,
        "shelter_state": "可用",
        "designated_by": f"{districts()[place.street.unit].office}应急管理局",
        "managed_by": f"{place.name}居委会",
    }


def _urban_shelter(unit: str) -> Row:
    district = districts()[unit]
    place = communities(unit)[0]
    capacity = whole(40, 90, "urban", unit) * 100
    longitude, latitude = near(place.longitude, place.latitude, POINT_RADIUS, "urban", unit)
    return {
        **_shelter(place, 0, dt.date(2017, 5, 12)),
        "shelter_name": f"示例{district.label}综合避难场所",
        "area_code": unit,
        "address": f"示例{district.label}中心公园",
        "longitude": longitude,
        "latitude": latitude,
        "shelter_register": "城市综合避难场所",
        "shelter_class": "公园",
        "shelter_duration": "长期",
        "space_type": "室外",
        "hazard_kinds": ["综合"],
        "site_area_m2": capacity * 6,
        "effective_area_m2": capacity * 4,
        "indoor_area_m2": 0,
        "capacity_persons": capacity,
        "managed_by": f"{district.office}园林管理部门",
    }


def shelter_rows(unit: str, as_of: dt.date) -> list[Row]:
    """The shelters of a district that existed on a day."""
    day = story().effective(unit, as_of)
    return [row for row in _shelters(unit) if _known(row["built_on"], day)]


def _known(value: object, day: dt.date) -> bool:
    return isinstance(value, dt.date) and value <= day


@cache
def _terminals(unit: str) -> tuple[Row, ...]:
    first = {**_days(unit, "flash_broadcast"), **_days(unit, "other_broadcast")}
    rows = [
        _terminal(place, k, first[place.code])
        for place in communities(unit)
        if place.code in first
        for k in range(whole(1, 3, "terminals", place.code))
    ]
    in_order = sorted(rows, key=lambda row: (str(row["installed_on"]), str(row["area_code"])))
    return tuple({"terminal_id": f"GB{unit}{n:04d}", **row} for n, row in enumerate(in_order, 1))


def _terminal(place: Community, k: int, first: dt.date) -> Row:
    longitude, latitude = near(place.longitude, place.latitude, POINT_RADIUS, "horn", place.code, k)
    return {
        "terminal_name": f"{place.name}{k + 1}号终端",
        "area_code": place.code,
        "longitude": longitude,
        "latitude": latitude,
        "terminal_type": "大喇叭" if k == 0 else pick(("大喇叭", "音柱", "显示屏"), place.code, k),
        "installed_on": first + k * whole(0, 12, "installed", place.code) * _DAY,
        "has_dual_channel": draw("dual", place.code, k) < 0.4,
        "has_backup_power": draw("backup", place.code, k) < 0.5,
        "maintained_by": "示例广播维护公司",
    }


def terminal_rows(unit: str, as_of: dt.date) -> list[Row]:
    """The broadcast terminals of a district on a day, with the state they were in."""
    day = story().effective(unit, as_of)
    return [
        {**row, **_state(row, day)} for row in _terminals(unit) if _known(row["installed_on"], day)
    ]


def _state(row: Row, day: dt.date) -> Row:
    chance = draw("state", row["terminal_id"], day.year, day.month)
    inspected = day.replace(day=1) - whole(1, 20, "inspected", row["terminal_id"], day) * _DAY
    if not _known(row["installed_on"], inspected):
        return {"terminal_status": "在线", "test_result": "未测试"}
    status = "在线" if chance < 0.93 else "离线" if chance < 0.97 else "故障"
    result = "正常" if status == "在线" else "异常"
    return {"terminal_status": status, "inspected_on": inspected, "test_result": result}


def community_rows(unit: str, as_of: dt.date) -> list[Row]:
    """The community survey of a district on a day."""
    day = story().effective(unit, as_of)
    shelters: dict[object, list[Row]] = {}
    for row in shelter_rows(unit, as_of):
        if row["shelter_register"] == "社区避难场所":
            shelters.setdefault(row["area_code"], []).append(row)
    return [_community(place, day, shelters.get(place.code, [])) for place in communities(unit)]


def _community(place: Community, day: dt.date, shelters: list[Row]) -> Row:
    residents = whole(60, 620, "residents", place.code) * 10 + whole(0, 9, "odd", place.code)
    supplied = _days(place.street.unit, "supplies").get(place.code)
    has_supplies = supplied is not None and supplied <= day
    value = whole(15, 80, "supplies", place.code) / 10
    return {
        "area_code": place.code,
        "community_name": place.name,
        "longitude": place.longitude,
        "latitude": place.latitude,
        "residents_persons": residents,
        "elderly_persons": int(residents * (0.12 + 0.1 * draw("elderly", place.code))),
        "households": int(residents / (2.5 + 0.6 * draw("households", place.code))),
        "is_flash_flood_zone": place.code in flash_flood_codes(place.street.unit),
        "has_supplies": has_supplies,
        "supplied_on": supplied if has_supplies else None,
        "supplies_value_yuan": value if has_supplies else None,
        "information_officers": 3 if draw("officer", place.code) < 0.08 else 2,
        "reported_shelters": len(shelters),
        "reported_shelter_capacity_persons": sum(_persons(row) for row in shelters),
        "is_demonstration_community": draw("model", place.code) < 0.06,
    }


def _persons(row: Row) -> int:
    value = row["capacity_persons"]
    return value if isinstance(value, int) else 0


_HARDSHIPS = ("低保户", "农村分散供养特困人员", "贫困残疾人家庭", "建档立卡贫困户")


@cache
def _renovations(unit: str) -> tuple[Row, ...]:
    completed = reached_on(unit, "renovation_completed")
    rows: list[Row] = []
    for n, started_on in enumerate(reached_on(unit, "renovation_started"), 1):
        identity = f"WF{unit}{n:04d}"
        rows.append(
            {
                "renovation_id": identity,
                "area_code": pick(communities(unit), identity).code,
                "hardship_class": _HARDSHIPS[n % len(_HARDSHIPS)],
                "renovation_kind": pick(("修缮加固", "修缮加固", "拆除重建"), "kind", identity),
                "started_on": started_on,
                "completed_on": completed[n - 1] if n <= len(completed) else None,
                "subsidy_yuan": whole(12, 30, "subsidy", identity) * 1000,
            }
        )
    return tuple(rows)


def renovation_rows(unit: str, as_of: dt.date) -> list[Row]:
    """The house renovations of a district begun by a day."""
    day = story().effective(unit, as_of)
    return [
        {**row, "completed_on": row["completed_on"] if _known(row["completed_on"], day) else None}
        for row in _renovations(unit)
        if _known(row["started_on"], day)
    ]
