"""A small published warehouse, made by rule: the tables the dashboard reads, sixteen weeks.

It follows the warehouse's own tables, so that pages and components are tested in a second without
loading a workbook. Its story: 平度市 stands still from week 8 on, 市南区 misses weeks 9 and 10,
崂山区 corrects week 9 in three places and gets four more tasks in week 14, 莱西市 corrects it too
(what it replaced is lost), never reported shelters and has no plan.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb

SQL = Path(__file__).parents[2] / "sql"
CODES = SQL / "codes"
FIRST = date(2021, 1, 10)
WEEKS = tuple(FIRST + timedelta(weeks=k) for k in range(16))
LAST = WEEKS[-1]
MISSED = WEEKS[10]  # 2021-03-21: 市南区's returns are two weeks old
CITY, LAOSHAN, PINGDU, SHINAN, LAIXI = "370200", "370212", "370283", "370202", "370285"
ZHONGHAN = "370212001"
STALLED, MISSING, MORE_TASKS = 8, (9, 10), 14
CORRECTED = WEEKS[9]  # 2021-03-14
PLAN_DAYS = 20 * 7
BUILT = "2021-04-26T01:02:03Z"

# share: the count it is made of, title, level, size of a part, start, pace per week, basis, limits
RATES = {
    "census_task_completion_rate": (
        *("census_tasks_completed", "普查任务完成率", "district", 84, 0.30, 0.045),
        *("应完成普查任务{denominator}项、已完成{numerator}项", "plan", 1.0, 0.9),
    ),
    "geohazard_treatment_rate": (
        *("geohazard_sites_treated", "地质灾害隐患点治理率", "district", 124, 0.22, 0.018),
        *("排查地质灾害隐患点{denominator}处、完成治理{numerator}处", "plan", 1.0, 0.85),
    ),
    "forest_fire_rectification_rate": (
        *("forest_fire_hazards_rectified", "森林火灾隐患整改率", "district", 309, 0.55, 0.04),
        *("排查森林火灾隐患点{denominator}处、整改完成{numerator}处", "value", 1.0, 0.9),
    ),
    "shelter_coverage_rate": (
        *("communities_with_shelters", "社区避难场所覆盖率", "street", 30, 0.5, 0.03),
        *("{denominator}个社区(村)中{numerator}个建有避难场所", "value", 1.0, 0.8),
    ),
    "supplies_coverage_rate": (
        *("communities_with_supplies", "社区应急物资配备率", "street", 38, 0.40, 0.025),
        *("{denominator}个社区中{numerator}个已配备基本应急物资", "value", 1.0, 0.8),
    ),
    "broadcast_installed_flash_flood_rate": (
        "broadcast_installed_flash_flood_communities",
        *("山洪危险区预警广播安装率", "street", 21, 0.35, 0.04),
        *("山洪危险区{denominator}个社区中{numerator}个已安装预警广播", "value", 1.0, 0.8),
    ),
}
TITLES = {
    "census_tasks_completed": ("完成普查任务数", "项"),
    "geohazard_sites_treated": ("完成治理地质灾害隐患点数", "处"),
    "forest_fire_hazards_rectified": ("整改完成森林火灾隐患点数", "处"),
    "communities_with_shelters": ("建有避难场所的社区数", "个"),
    "communities_with_supplies": ("配备应急物资的社区数", "个"),
    "broadcast_installed_flash_flood_communities": ("山洪危险区已装预警广播的社区数", "个"),
}
COUNTS = {  # title, unit, level, size of a part, start, pace, direction
    "hazard_sites_overdue": ("逾期未治理隐患点数", "处", "district", 40, 0.9, -0.03, "down"),
    "hazard_persons_threatened": ("仍受威胁人数", "人", "district", 5200, 1.0, -0.03, "down"),
}
PLANNED = {  # share of the task that the plan asks for at the start, and what is added to the end
    "census_tasks_completed": (0.26, 0.74),
    "geohazard_sites_treated": (0.18, 0.30),
}
LAOSHAN_STREETS = ("中韩街道", "沙子口街道", "王哥庄街道", "北宅街道", "金家岭街道")
SOURCES = {"census_return": "普查进度周报表", "hazard_site": "隐患点台账"}

SCHEMA = """
create schema staging; create schema metrics; create schema marts; create schema meta;
create schema codes;
create table staging.area (area_code varchar, area_name varchar, short_name varchar,
    area_level varchar, parent_code varchar, district_code varchar, street_code varchar,
    sort_key varchar, tile_row bigint, tile_column bigint);
create table staging.week (as_of date, week_label varchar);
create table staging.unit_return (source varchar, unit_code varchar, as_of date,
    used_as_of date, is_expected boolean, is_reported boolean, carried_from date,
    weeks_stale bigint);
create table metrics.definition (metric varchar, title varchar, unit varchar,
    direction varchar, additive boolean, target double, level varchar, definition varchar,
    owner varchar, phrase varchar, planned_by varchar, changes varchar, thresholds varchar,
    sql varchar,
    has_denominator boolean, sources varchar[]);
create table metrics.value (metric varchar, area_code varchar, as_of date, numerator double,
    denominator double, value double, units_reported bigint, units_expected bigint,
    data_on date);
create table marts.plan_weekly (metric varchar, area_code varchar, as_of date, planned double,
    responsible_unit varchar);
create table marts.plan_compared (metric varchar, area_code varchar, as_of date, data_on date,
    planned double);
create table marts.delay (metric varchar, area_code varchar, as_of date, actual double,
    planned double, gap double, is_behind boolean, is_near_plan boolean, behind_since date,
    days_behind bigint, days_late bigint,
    is_days_late_minimum boolean, is_since_minimum boolean, total_growth double,
    responsible_unit varchar);
create table marts.week_change (as_of date, area_code varchar, kind varchar, metric varchar,
    subject_code varchar, subject varchar, quantity double, unit varchar, previous double,
    current double, note varchar);
create table marts.correction (as_of date, area_code varchar, source_title varchar,
    used_as_of date, load_no bigint, correction_no bigint, correction_kind varchar,
    object_id varchar, object_name varchar, column_title varchar, previous_text varchar,
    current_text varchar, previous_number double, current_number double);
create table marts.overdue_site (as_of date, site_id varchar, site_name varchar,
    area_code varchar, responsible_unit varchar, days_overdue bigint, is_supervised boolean);
create table marts.hazard_site (site_id varchar, supervision_order varchar,
    supervision_due_on date);
create table marts.hazard_exposure (as_of date, area_code varchar, hazard_family varchar,
    untreated_sites bigint, exposed_persons bigint, exposed_assets_yuan double,
    unstated_persons_sites bigint, unstated_assets_sites bigint);
create table marts.bulletin_count (as_of date, area_code varchar, bulletin_count varchar,
    amount double);
create table marts.decision (as_of date, decision_kind varchar, area_code varchar,
    subject_code varchar, subject varchar, responsible_unit varchar, items bigint, since_on date,
    due_on date, days_past bigint, missed_weeks bigint, actual double,
    actual_of double, expected double, expected_of double, threatened_persons bigint,
    reference varchar);
create table meta.version (version varchar, built_at timestamp, data_as_of date,
    is_demo boolean, model_hash varchar, load_no bigint, engine varchar);
create table meta.source (source varchar, title varchar, cadence varchar, cadence_days bigint,
    scope varchar, owner varchar, description varchar);
"""


def publish(folder: Path, *, weeks: int = len(WEEKS), is_demo: bool = True) -> str:
    """Builds and publishes the warehouse under `folder` ($PUCHA_DATA) and returns its version."""
    published = folder / "published"
    published.mkdir(parents=True, exist_ok=True)
    version = f"20210426T010203000{weeks:03d}Z-{weeks:012d}"
    file = published / f"warehouse-{version}.duckdb"
    file.unlink(missing_ok=True)
    with duckdb.connect(str(file)) as con:
        con.execute(SCHEMA)
        con.execute(
            "insert into meta.version values (?, cast(? as timestamp), ?, ?, 'model', 1, 'duckdb')",
            [version, BUILT[:-1], WEEKS[weeks - 1], is_demo],
        )
        _fill(con, WEEKS[:weeks])
    file.chmod(0o444)
    point_to(folder, file, version, data_as_of=WEEKS[weeks - 1], is_demo=is_demo)
    return version


def point_to(
    folder: Path, file: Path, version: str, *, data_as_of: date = LAST, is_demo: bool = True
) -> None:
    """Makes `file` the published version."""
    pointer = {
        "version": version,
        "file": file.name,
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "bytes": file.stat().st_size,
        "built_at": BUILT,
        "data_as_of": data_as_of.isoformat(),
        "is_demo": is_demo,
    }
    for facts in (folder / "published/current.json", file.with_suffix(".json")):
        facts.write_text(json.dumps(pointer), "utf-8")


def areas() -> list[tuple[object, ...]]:
    with (CODES / "district.csv").open(encoding="utf-8") as lines:
        districts = list(csv.DictReader(lines))
    rows: list[tuple[object, ...]] = [
        (CITY, "青岛市", "青岛", "city", None, None, None, "00", None, None)
    ]
    for d in districts:
        code, order = d["code"], f"{int(d['sort']):02d}"
        names = (d["title"], d["short_title"])
        tile = (int(d["tile_row"]), int(d["tile_column"]))
        rows.append((code, *names, "district", CITY, code, None, order, *tile))
        streets = LAOSHAN_STREETS if code == LAOSHAN else ("示例一街道", "示例二街道")
        for n, name in enumerate(streets, start=1):
            street = f"{code}{n:03d}"
            names, sort = (name, name.removesuffix("街道")), f"{order}-{street}"
            rows.append((street, *names, "street", code, code, street, sort, None, None))
            village, names = f"{street}001", (f"示例{n}社区", f"示例{n}")
            sort = f"{order}-{village}"
            rows.append((village, *names, "community", street, code, street, sort, None, None))
    return rows


def _share(start: float, pace: float, order: int, week: int) -> float:
    """How far a district is: each has its own pace; 平度 (9) stands still from STALLED on."""
    if order == 9:
        week = min(week, STALLED)
    if order == 1 and week in MISSING:
        week = MISSING[0] - 1
    return max(0.0, min(1.0, start + pace * (1.25 - 0.05 * order) * week))


def _fill(con: duckdb.DuckDBPyConnection, weeks: tuple[date, ...]) -> None:
    registered = areas()
    _insert(con, "staging.area", registered)
    labels = [(w, f"{w.isocalendar()[0]}-W{w.isocalendar()[1]:02d}") for w in weeks]
    _insert(con, "staging.week", labels)
    for name in (
        *("audience", "area_level", "unit", "cadence", "change_kind", "correction_kind"),
        "bulletin_count",
    ):
        con.execute(
            f"create table codes.{name} as select * from read_csv(?, all_varchar = true)",
            [str(CODES / f"{name}.csv")],
        )
    _insert(con, "metrics.definition", _metrics())
    con.execute(
        "create temp table part (metric varchar, area_code varchar, as_of date, n double, d double)"
    )
    _insert(
        con, "part", [row for k, week in enumerate(weeks) for row in _parts(registered, k, week)]
    )
    con.execute(ROLL_UP)
    for metric, (start, added) in PLANNED.items():
        con.execute(PLAN, [start, added, PLAN_DAYS, metric])
    con.execute(COMPARED)
    con.execute(DELAY)
    _insert(
        con, "meta.source", [(s, t, "weekly", 7, "district", "", "") for s, t in SOURCES.items()]
    )
    units = [str(area[0]) for area in registered if area[3] == "district"]
    returns = [
        _returned(source, unit, k, week)
        for k, week in enumerate(weeks)
        for unit in units
        for source in SOURCES
    ]
    _insert(con, "staging.unit_return", returns)
    con.execute(CHANGES)
    if CORRECTED in weeks:
        _insert(con, "marts.correction", CORRECTIONS)
        con.execute(CORRECTION_CHANGE)
    order = ("S1", "示例隐患点一", "370212001001", "示例街道办事处")
    _insert(con, "marts.overdue_site", [(w, *order, 7 * k, True) for k, w in enumerate(weeks)])
    meetings = [(w, CITY, "dispatch_meetings", k + 1) for k, w in enumerate(weeks)]
    _insert(con, "marts.bulletin_count", meetings)
    con.execute(RULES)
    if waiting := [*_decisions(weeks)]:
        _insert(con, "marts.decision", waiting)
    _insert(con, "marts.hazard_site", [("S1", "示例督办〔2021〕1号", date(2021, 5, 31))])


def _insert(
    con: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[object, ...]] | list
) -> None:
    con.executemany(f"insert into {table} values ({','.join('?' * len(rows[0]))})", rows)


def _returned(source: str, unit: str, k: int, week: date) -> tuple[object, ...]:
    if unit == SHINAN and k in MISSING:
        used = WEEKS[MISSING[0] - 1]
        return (source, unit, week, used, True, False, used, (week - used).days // 7)
    return (source, unit, week, week, True, True, None, 0)


def _decisions(weeks: tuple[date, ...]) -> Iterator[tuple[object, ...]]:
    """市南区 misses its second week; 平度市 will not reach its plan once it stands still."""
    none = (None,) * 4
    for k, week in enumerate(weeks):
        if k == MISSING[-1]:
            owed = (SHINAN, SHINAN, "普查进度周报表", None, 2, WEEKS[MISSING[0]])
            yield (week, "return_missing", *owed, None, None, 2, *none, None, None)
        if k > STALLED:
            count = "census_tasks_completed"
            missed = (PINGDU, count, TITLES[count][0], "示例责任单位", 1, WEEKS[STALLED + 1])
            yield (week, "plan_missed", *missed, LAST, None, None, 49, None, 84, None, None, None)


def _metrics() -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for metric, (count, title, level, *_, phrase, basis, green, yellow) in RATES.items():
        light = json.dumps({"basis": basis, "green": green, "yellow": yellow})
        words = (f"{title}的口径：分子比分母。", "市普查办", phrase, count, "[]", light)
        sql = f"select area_code, as_of, numerator, denominator from marts.{metric}"
        made = (sql, True, ["census_return"])
        rows.append((metric, title, "%", "up", True, 1.0, level, *words, *made))
        title, unit = TITLES[count]
        light = json.dumps({"basis": "plan", "green": 1.0, "yellow": 0.9})
        words = (
            f"{title}的口径：计数。",
            "市普查办",
            f"{title}{{numerator}}{unit}",
            None,
            "[]",
            light,
        )
        sql = f"select area_code, as_of, numerator from marts.{count}"
        made = (sql, False, ["census_return"])
        rows.append((count, title, unit, "up", True, None, level, *words, *made))
    for metric, (title, unit, level, *_, direction) in COUNTS.items():
        words = (
            f"{title}的口径：计数。",
            "市应急局",
            f"{title}{{numerator}}{unit}",
            None,
            "[]",
            None,
        )
        sql = f"select area_code, as_of, numerator from marts.{metric}"
        made = (sql, False, ["hazard_site"])
        rows.append((metric, title, unit, direction, True, None, level, *words, *made))
    return rows


def _parts(areas: list[tuple[object, ...]], k: int, week: date) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for code, _, _, level, _, district, _, sort, *_ in areas:
        order = int(str(sort)[:2])
        for metric, (count, _, at, size, start, pace, *_) in RATES.items():
            if level != at or (metric == "shelter_coverage_rate" and district == LAIXI):
                continue
            more = metric.startswith("census_task") and code == LAOSHAN and k >= MORE_TASKS
            total = size + (4 if more else 0)
            done = int(total * _share(start, pace, order, k))
            rows += [(metric, code, week, done, total), (count, code, week, done, None)]
        for metric, (_, _, at, size, start, pace, _) in COUNTS.items():
            if level == at:
                rows.append((metric, code, week, int(size * _share(start, pace, order, k)), None))
    return rows


ROLL_UP = """
insert into metrics.value
with recursive ancestor as (
    select area_code, area_code as up from staging.area
    union all
    select ancestor.area_code, area.parent_code
    from ancestor inner join staging.area on area.area_code = ancestor.up
    where area.parent_code is not null
), late as (
    select up, as_of, count(*) as units
    from ancestor cross join staging.week
    where area_code = '370202' and as_of in ('2021-03-14', '2021-03-21')
    group by up, as_of
)
select part.metric, ancestor.up, part.as_of, sum(part.n), sum(part.d),
    case when max(definition.has_denominator) then sum(part.n) / nullif(sum(part.d), 0)
         else sum(part.n) end,
    case when ancestor.up = '370200' then 10 else 1 end - coalesce(max(late.units), 0),
    case when ancestor.up = '370200' then 10 else 1 end, part.as_of
from part
inner join ancestor on ancestor.area_code = part.area_code
inner join metrics.definition on definition.metric = part.metric
left join late on late.up = ancestor.up and late.as_of = part.as_of
group by part.metric, ancestor.up, part.as_of
"""
PLAN = """
insert into marts.plan_weekly
select value.metric, value.area_code, value.as_of + cast(day as integer),
    round(task.denominator * (?::double + ?::double * day / ?::double)), '示例责任单位'
from metrics.value
inner join metrics.value as task
    on task.area_code = value.area_code and task.as_of = value.as_of
    and task.denominator is not null and task.numerator = value.numerator
cross join range(0, 147, 7) as days (day)
where value.metric = ? and value.as_of = '2021-01-10' and length(value.area_code) = 6
    and value.area_code <> '370285'
    and task.metric in ('census_task_completion_rate', 'geohazard_treatment_rate')
qualify row_number() over (
    partition by value.area_code, day order by task.metric like left(value.metric, 6) || '%' desc
) = 1
"""
COMPARED = """
insert into marts.plan_compared
select metric, area_code, as_of, data_on, planned
from marts.plan_weekly inner join metrics.value using (metric, area_code, as_of)
"""
DELAY = """
insert into marts.delay
with compared as (
    select v.metric, v.area_code, v.as_of, v.value as actual, p.planned,
        p.responsible_unit, v.value < p.planned as is_behind
    from metrics.value as v
    inner join marts.plan_weekly as p using (metric, area_code, as_of)
), run as (
    select *, max(case when is_behind then null else as_of end)
        over (partition by metric, area_code order by as_of) as last_well
    from compared
)
select metric, area_code, as_of, actual, planned, actual - planned, is_behind,
    false, case when is_behind then coalesce(last_well + 7, date '2021-01-10') end,
    case when is_behind
        then date_diff('day', coalesce(last_well + 7, date '2021-01-10'), as_of) end,
    case when is_behind then date_diff('day', coalesce(last_well, date '2021-01-03'), as_of)
         else 0 end,
    false, is_behind and last_well is null, null, responsible_unit
from run
"""
# The rules are the real ones, so that their words are; the metric of samples is not in here.
RULES = (
    "create table marts.decision_rule as select * from ("
    f"{(SQL / 'marts/decision_rule.sql').read_text('utf-8')}) where threshold is not null;"
    "create table marts.delay_rule as select * from ("
    f"{(SQL / 'marts/delay_rule.sql').read_text('utf-8')})"
)
CHANGES = """
insert into marts.week_change
with step as (
    select v.*, lag(v.numerator) over w as before, lag(v.denominator) over w as task_before
    from metrics.value as v
    inner join staging.area as a using (area_code)
    where a.area_level = 'district'
    window w as (partition by v.metric, v.area_code order by v.as_of)
)
select as_of, area_code, 'done', metric, metric, d.title, numerator - before, d.unit, before,
    numerator, null
from step inner join metrics.definition as d using (metric)
where numerator > before and not d.has_denominator and d.direction = 'up'
union all
select as_of, area_code, 'denominator', metric, metric, d.title, denominator - task_before, '项',
    task_before, denominator, null
from step inner join metrics.definition as d using (metric)
where denominator <> task_before
union all
select as_of, unit_code, 'returned_late', null, source, title, weeks_stale, '周',
    null, null, null
from staging.unit_return inner join meta.source using (source) where not is_reported
"""
CORRECTIONS = [
    (CORRECTED, LAOSHAN, "普查进度周报表", CORRECTED, 7, n, kind, f"{LAOSHAN}/T00{n}", *rest)
    for n, (kind, *rest) in enumerate(
        (
            ("added", "示例任务一", None, None, None, None, None),
            ("cell", "示例任务二", "任务状态", "调查", "县级自检", None, None),
            ("cell", "示例任务三", "清查数", "1200", "118", 1200.0, 118.0),
        ),
        start=1,
    )
]
CORRECTIONS.append((CORRECTED, LAIXI, "隐患点台账", CORRECTED, 8, 1, "unknown", None, *(None,) * 6))
CORRECTION_CHANGE = """
insert into marts.week_change
select as_of, area_code, 'corrected', null, source_title || '-' || load_no, source_title,
    case when bool_and(correction_kind <> 'unknown') then count(*) end, '处', null, null, null
from marts.correction group by as_of, area_code, source_title, load_no
"""
