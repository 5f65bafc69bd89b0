"""`make bench`: the table of ratios against baselines run side by side, interleaved."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.data import write_city_raw, write_site_csv, write_site_xlsx
from tests.bench.measure import Measure, interleaved
from warehouse.common.audience import FULL, ROLE_VARIABLE

Results = Mapping[str, Measure]


@dataclass(frozen=True)
class Line:
    """One promise: a ratio, what it should reach and whether it did."""

    what: str
    ratio: float
    reach: float | None  # None: told, nothing promised
    detail: str
    at_most: bool = True

    @property
    def is_reached(self) -> bool:
        """Whether the promise is kept in this run."""
        if self.reach is None:
            return True
        return self.ratio <= self.reach if self.at_most else self.ratio >= self.reach

    def __str__(self) -> str:
        if self.reach is None:
            return f"只报  {self.what}：{self.ratio:.3g}  {self.detail}"
        sign = "≤" if self.at_most else "≥"
        mark = "达到" if self.is_reached else "未达到"
        return f"{mark}  {self.what}：{self.ratio:.3g}（要求 {sign} {self.reach:g}）  {self.detail}"


def _ms(measure: Measure) -> str:
    return f"{measure.seconds * 1000:,.0f} ms"


def workbook(place: Path, rows: int, repeats: int) -> list[Line]:
    """Load and validate an xlsx of `rows` x 15 beside bare readers."""
    file = place / "隐患点台账.xlsx"
    write_site_xlsx(file, rows)
    data = str(place / "data")
    got = interleaved(
        [
            ("polars", "bare_read_excel", {"file": str(file)}),
            ("load", "load", {"file": str(file), "data": data, "fresh": "yes"}),
            ("again", "load", {"file": str(file), "data": data, "fresh": "no"}),
        ],
        repeats,
    )
    slow = interleaved([("pandas", "pandas_openpyxl", {"file": str(file)})], 1)
    load, again, polars = got["load"], got["again"], got["polars"]
    return [
        Line(
            f"装载并校验 {rows:,}×15 xlsx ÷ polars.read_excel",
            load.seconds / polars.seconds,
            3,
            f"{_ms(load)} / {_ms(polars)}",
        ),
        Line(
            "pandas + openpyxl ÷ 装载并校验",
            slow["pandas"].seconds / load.seconds,
            8,
            f"{_ms(slow['pandas'])} / {_ms(load)}",
            at_most=False,
        ),
        Line(
            "再次装载同一文件 ÷ 首次",
            again.seconds / load.seconds,
            0.02,
            f"{_ms(again)} / {_ms(load)}",
        ),
    ]


def csv_file(place: Path, rows: int, repeats: int) -> list[Line]:
    """Load and validate a GB18030 CSV beside polars.read_csv of the UTF-8 copy."""
    utf8, gb = place / "隐患点台账-utf8.csv", place / "隐患点台账.csv"
    write_site_csv(utf8, rows, "utf-8")
    write_site_csv(gb, rows, "gb18030")
    data = str(place / "data")
    got = interleaved(
        [
            ("polars", "bare_read_csv", {"file": str(utf8)}),
            ("load", "load", {"file": str(gb), "data": data, "fresh": "yes"}),
            ("again", "load", {"file": str(gb), "data": data, "fresh": "no"}),
        ],
        repeats,
    )
    load, again, polars = got["load"], got["again"], got["polars"]
    return [
        Line(
            f"装载并校验 {rows:,} 行 GB18030 CSV ÷ polars 读 UTF-8",
            load.seconds / polars.seconds,
            5,
            f"{_ms(load)} / {_ms(polars)}",
        ),
        Line(
            "同上，内存峰值之比",
            load.peak_mib / polars.peak_mib,
            2,
            f"{load.peak_mib:,.0f} MiB / {polars.peak_mib:,.0f} MiB",
        ),
        Line(
            "再次装载同一文件 ÷ 首次",
            again.seconds / load.seconds,
            0.02,
            f"{_ms(again)} / {_ms(load)}",
        ),
    ]


def demonstration(place: Path, repeats: int) -> list[Line]:
    """Build of the demonstration warehouse and reading of a page's figures."""
    data = place / "demo"
    for step in (["etl", "sample"], ["etl", "load"], ["warehouse", "build"]):
        done = subprocess.run(
            [sys.executable, "-m", *step],
            env={**os.environ, "PUCHA_DATA": str(data), "PUCHA_ROLE": "full"},
            stdout=subprocess.DEVNULL,
            check=False,
        )
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{' '.join(step)}: exit {done.returncode}")
    got = interleaved(
        [
            ("bare", "bare_models", {"data": str(data), "scratch": str(place / "bare.duckdb")}),
            ("build", "build", {"data": str(data)}),
            ("bare page", "bare_page", {"data": str(data)}),
            ("page", "read_page", {"data": str(data)}),
        ],
        repeats,
    )
    return [
        Line(
            "演示数据建库（含审计、发布）÷ 同样的 SQL 逐个执行",
            got["build"].seconds / got["bare"].seconds,
            3,
            f"{_ms(got['build'])} / {_ms(got['bare'])}",
        ),
        Line(
            "读取一页指标（无缓存）÷ 同样的查询",
            got["page"].seconds / got["bare page"].seconds,
            3,
            f"{_ms(got['page'])} / {_ms(got['bare page'])}",
        ),
    ]


def city(place: Path, weeks: int, sites: int, records: int, repeats: int) -> list[Line]:
    """Build at city scale beside bare copies and one group-by per metric."""
    data = place / "city"
    write_city_raw(data, weeks, sites, records)
    got = interleaved(
        [
            ("bare", "bare_city", {"data": str(data), "scratch": str(place / "city.duckdb")}),
            ("build", "build", {"data": str(data)}),
        ],
        repeats,
    )
    return [
        Line(
            f"市级建库（{records:,} 条、{weeks} 期 × {sites:,} 处）÷ 逐表复制、逐指标汇总",
            got["build"].seconds / got["bare"].seconds,
            3,
            f"{_ms(got['build'])} / {_ms(got['bare'])}",
        ),
        Line(
            "同上，内存峰值（GiB）",
            got["build"].peak_mib / 1024,
            4,
            f"{got['build'].peak_mib:,.0f} MiB",
        ),
    ]


def _published_demo(place: Path) -> Path:
    """The demonstration published under `place`."""
    from tests.demonstration import publish_once

    return publish_once(place / "demonstration")


def _published_city(place: Path) -> Path:
    """The demonstration with as many objects as a real city has, published under `place`."""
    from tests.bench.enlarged import publish_enlarged

    return publish_enlarged(_published_demo(place), place / "enlarged")


def pages(home: Path, place: Path, repeats: int) -> list[Line]:
    """Browser: first complete draw, filter change, page switch, beside an empty Streamlit app."""
    from tests.bench.pages import IN_3D, measure, median
    from warehouse.metric import weeks
    from warehouse.paths import data_paths
    from warehouse.read import open_current

    known = weeks(open_current(data_paths(home)))
    times = measure(home, place, known, repeats)
    floor = median(times.floor)
    landing, *others = times.first

    def line(what: str, taken: list[float], reach: float | None, who: str = "") -> Line:
        told = f"{who}{median(taken):,.0f} ms / {floor:,.0f} ms"
        return Line(what, median(taken) / floor, reach, told)

    reaches = dict.fromkeys(others, 2.5) | {landing: 1.8, IN_3D: None}
    lines = [
        line(f"{title}：新浏览器首次画完 ÷ 空白应用", times.first[title], reaches[title])
        for title in times.first
    ]
    for what, reach, by_page in (
        ("换一个区", 0.5, times.filtered),
        ("切到看过的页", 1.0, times.switched),
    ):
        flat = {title: taken for title, taken in by_page.items() if title != IN_3D}
        slowest = max(flat, key=lambda title: median(flat[title]))
        who = f"最慢的是{slowest}："
        lines += [
            line(f"{what} ÷ 空白应用首次", flat[slowest], reach, who),
            line(f"{IN_3D}，{what} ÷ 空白应用首次", by_page[IN_3D], None),
        ]
    return lines


def viewers(home: Path, place: Path, turns: int) -> list[Line]:
    """Twenty sessions at once beside one; memory of open sessions, and of those that ended."""
    from tests.bench import viewers as crowd
    from tests.dashboard.served import serve, stop
    from warehouse.metric import weeks
    from warehouse.paths import data_paths
    from warehouse.read import open_current

    warehouse = open_current(data_paths(home))
    known = weeks(warehouse)
    areas = [row[0] for row in warehouse.rows("select area_code from staging.area")]
    served = serve(home, place / "dashboard.log")
    try:
        one = crowd.watch(served.address, warehouse, areas, known, viewers=1, turns=turns)
        many = crowd.watch(served.address, warehouse, areas, known, viewers=20, turns=turns)
        pid, city, week = served.process.pid, areas[0], known[-1]
        crowd.pass_through(served.address, 50, city, week)
        after_50 = crowd.resident_mib(pid)
        held = crowd.open_many(served.address, 50, city, week)
        each = (crowd.resident_mib(pid) - after_50) / len(held)
        for session in held:
            session.close()
        crowd.pass_through(served.address, 400, city, week)
        after_500 = crowd.resident_mib(pid)
    finally:
        stop(served)
    ms = f"{many.p95() * 1000:,.0f} ms / {one.p95() * 1000:,.0f} ms"
    memory = f"{after_500:,.0f} MiB / {after_50:,.0f} MiB"
    told = f"核对 {many.figures} 个数"
    wrong = float(len(one.wrong) + len(many.wrong))
    return [
        Line("20 人同时看，换筛选的 p95 ÷ 1 人", many.p95() / one.p95(), 3, ms),
        Line("20 人同时看，与库不符的数", wrong, 0, told),
        Line("每多一个会话的内存（MiB）", each, 2, "50 个会话同时开着"),
        Line("500 个会话开过又关 ÷ 50 个，内存", after_500 / after_50, 1.1, memory),
    ]


def wall(home: Path, place: Path, days: int) -> list[Line]:
    """The wall screen at many times its pace over `days` new versions: what has grown."""
    from tests.bench import screen

    watched = screen.watch(home, place, days)
    warm, end = watched.warm, watched.end
    told = f"换 {watched.scenes} 屏、{days} 个新版本之后 / 热身之后"
    return [
        Line(
            f"大屏长开：{one.title}，末 ÷ 初",
            one.of(end) / one.of(warm),
            one.reach,
            f"{one.of(end):,.0f} / {one.of(warm):,.0f} {one.unit}（{told}）",
        )
        for one in screen.COUNTED
    ]


def analysts(home: Path, repeats: int) -> list[Line]:
    """The wall around analysts' SQL: what it costs, what a hostile neighbour costs, cancelling."""
    from tests.bench import analysts as room
    from warehouse.paths import data_paths
    from warehouse.publish import read_pointer

    paths = data_paths(home)
    file = paths.published / read_pointer(paths).file
    small = room.small_query(file, 10 * repeats)
    second = room.query_of_a_second(file, 5 * repeats)
    alone, beside = room.beside_a_neighbour(file, 20, repeats)
    freed = sorted(room.cancelling(file, 3 * repeats))
    costs, told = small.walled - small.bare, f"{small.fresh * 1000:,.0f} ms"
    return [
        Line(
            "围墙多用的时间 ÷ 新起一个 Python 进程做同一查询",
            costs / small.fresh,
            0.2,
            f"{costs * 1000:.1f} ms / {told}",
        ),
        Line(
            "一秒的查询，经围墙 ÷ 不经围墙",
            second.walled / second.bare,
            1.05,
            f"{second.walled * 1000:,.0f} ms / {second.bare * 1000:,.0f} ms",
        ),
        Line(
            "20 人同查，有人不停跑笛卡尔积 ÷ 没有，其余人的中位数",
            beside / alone,
            2,
            f"{beside * 1000:,.0f} ms / {alone * 1000:,.0f} ms",
        ),
        Line(
            "取消到让出位置（秒，最慢的一次）",
            freed[-1],
            0.3,
            f"{len(freed)} 次，中位数 {freed[len(freed) // 2] * 1000:,.0f} ms",
        ),
    ]


def desk(home: Path, place: Path, repeats: int) -> list[Line]:
    """A long result on the desk's screen beside a bare app that shows the same frame."""
    from tests.bench import desk as bench
    from tests.bench.pages import median

    times = bench.measure(home, place, repeats)
    ours, bare = median(times.ours), median(times.bare)
    return [
        Line(
            f"SQL 工作台 {bench.ROWS:,} 行的结果，点运行到看见 ÷ 裸应用显示同一个表",
            ours / bare,
            2,
            f"{ours:,.0f} ms / {bare:,.0f} ms",
        )
    ]


def export(home: Path, place: Path, repeats: int) -> list[Line]:
    """The weekly export beside a plain script that opens each page by itself and shoots."""
    from tests.bench import exporting

    times = exporting.measure(home, place, repeats)
    plain, wide, whole = times.plain, times.wide, times.whole
    return [
        Line(
            "导出各页宽图（含起看板、核对）÷ 逐页打开、等候、拍下的脚本",
            wide / plain,
            0.6,
            f"{wide:.1f} s / {plain:.1f} s，{times.pages} 页",
        ),
        Line(
            "再加版心图和全部板块（PNG、SVG）÷ 同一脚本",
            (whole - wide) / plain,
            0.6,
            f"{whole - wide:.1f} s / {plain:.1f} s，{times.files} 个文件",
        ),
        Line(
            "简报和数据附表 ÷ 同一脚本拍一页",
            times.papers / times.page,
            2.0,
            f"{times.papers:.1f} s / {times.page:.1f} s；另转 PDF {times.pdf:.1f} s",
        ),
        Line("导出的内存峰值（GiB，含看板和浏览器）", times.peak_mib / 1024, 1.5, ""),
    ]


SECTIONS: dict[str, Callable[[Path, int], list[Line]]] = {
    "xlsx": lambda place, repeats: workbook(place, 100_000, repeats),
    "csv": lambda place, repeats: csv_file(place, 1_000_000, repeats),
    "demo": lambda place, repeats: demonstration(place, repeats),
    "pages": lambda place, repeats: pages(_published_demo(place), place, repeats),
    "viewers": lambda place, repeats: viewers(_published_demo(place), place, 10 * repeats),
    "export": lambda place, repeats: export(_published_demo(place), place, repeats),
    "wall": lambda place, repeats: wall(_published_demo(place), place, 7),
    "desk": lambda place, repeats: desk(_published_demo(place), place, repeats),
    "sql": lambda place, repeats: analysts(_published_demo(place), repeats),
    "city": lambda place, repeats: city(place, 60, 20_000, 1_500_000, 1),
    "city-pages": lambda place, repeats: pages(_published_city(place), place, repeats),
    "city-viewers": lambda place, repeats: viewers(_published_city(place), place, 10 * repeats),
}


def main() -> int:
    """Prints one line per promise; the exit code does not judge the ratios."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="性能对照表")
    parser.add_argument("section", nargs="*", help=f"只跑其中几项：{'、'.join(SECTIONS)}")
    parser.add_argument("--repeats", type=int, default=3, help="每项重复次数，取中位数（默认 3）")
    options = parser.parse_args()
    if unknown := set(options.section) - set(SECTIONS):
        parser.error(f"没有这一项：{'、'.join(sorted(unknown))}")
    os.environ.setdefault(ROLE_VARIABLE, FULL)  # the bureau's own dashboard, as `make demo` is
    for name in options.section or SECTIONS:
        place = Path(tempfile.mkdtemp(prefix="pucha-bench-"))
        try:
            for line in SECTIONS[name](place, options.repeats):
                print(line, flush=True)
        finally:
            shutil.rmtree(place, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
