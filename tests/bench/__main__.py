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

Results = Mapping[str, Measure]


@dataclass(frozen=True)
class Line:
    """One promise: a ratio, what it should reach and whether it did."""

    what: str
    ratio: float
    reach: float
    detail: str
    at_most: bool = True

    @property
    def is_reached(self) -> bool:
        """Whether the promise is kept in this run."""
        return self.ratio <= self.reach if self.at_most else self.ratio >= self.reach

    def __str__(self) -> str:
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
            env={**os.environ, "PUCHA_DATA": str(data)},
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


SECTIONS: dict[str, Callable[[Path, int], list[Line]]] = {
    "xlsx": lambda place, repeats: workbook(place, 100_000, repeats),
    "csv": lambda place, repeats: csv_file(place, 1_000_000, repeats),
    "demo": lambda place, repeats: demonstration(place, repeats),
    "city": lambda place, repeats: city(place, 60, 20_000, 1_500_000, 1),
}


def main() -> int:
    """Prints one line per promise; the exit code does not judge the ratios."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="性能对照表")
    parser.add_argument("section", nargs="*", help=f"只跑其中几项：{'、'.join(SECTIONS)}")
    parser.add_argument("--repeats", type=int, default=3, help="每项重复次数，取中位数（默认 3）")
    options = parser.parse_args()
    if unknown := set(options.section) - set(SECTIONS):
        parser.error(f"没有这一项：{'、'.join(sorted(unknown))}")
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
