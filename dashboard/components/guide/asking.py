"""How to ask: the rules in a few lines, examples that run as they stand, and what stops a query."""

from __future__ import annotations

from dashboard.components.dictionary import address
from dashboard.components.dictionary.words import prose
from dashboard.components.frame import Content
from dashboard.components.html import NOTHING, el, identified, link
from dashboard.components.source import statement
from dashboard.reading import guide
from dashboard.view import View
from warehouse.sandbox.limits import GIBIBYTE, MEBIBYTE, Limits

PAGE, BENCH, RECORD = "guide", "sql", "audit"
RULES = (
    ("从哪里问起", "metrics.value：一行是一个指标、一个区划、一周，已经逐级汇总、除好。"),
    ("一周", "as_of 是周日，$asof 是页首选的那一周。缺报的沿用上期，units_reported 是报了几个。"),
    (
        "一个地区",
        "area_code 是文字，$area 是页首选的。各级都在，用 area_level、parent_code 选。",
    ),
    ("比率", "numerator、denominator 都在；合并时各自加起来再除一次，不平均。没有分母的没有值。"),
    ("代码", "hazard_type 这样的列，名称在同名的代码表 codes.hazard_type。"),
    ("中文名", "模式 cn 里每张表有一个中文名的视图；每一列的注释是中文名和单位。"),
    ("不写模式", "依次在 marts、metrics、staging、codes、meta 里找；cn 要写明。"),
)
CLIENT = "python -m warehouse attach"
COMMAND = "python -m warehouse sql 'select …' --area 370212 --asof 2021-03-21 --format csv"


def rules(view: View, has_record: bool = False) -> Content:
    """What to know before the first query; `has_record`: the reader may see who asked what."""
    pairs = [([el("dt", name), el("dd", identified(said))]) for name, said in RULES]
    bench = link("打开 SQL 工作台", view.elsewhere(BENCH, view.area.code))
    words = link("查数据字典", view.elsewhere(address.PAGE, view.area.code))
    record = link("查询记录", view.elsewhere(RECORD, view.area.code)) if has_record else None
    to = el("p", bench, "　", words, "　", record, class_="guide-links")
    return Content("怎样用 SQL 查询", [el("dl", *pairs, class_="facts"), to], len(RULES))


def examples(_view: View) -> Content:
    """Each of sql/guide, to be read and copied."""
    every = guide.examples()
    listed = [
        el("li", el("h3", one.title), el("p", prose(one.description)), statement(one.sql))
        for one in every
    ]
    note = "都可以原样复制到工作台运行；库每次建成都试过"
    return Content("例子", el("ol", *listed, class_="guide-examples"), len(every), note)


def limits(_view: View) -> Content:
    """Where a query is stopped, and what to try then."""
    now = Limits()
    lines = [
        f"时间：{now.seconds:g} 秒（命令行可要求到 {now.most_seconds:g} 秒）。"
        "先用 as_of、area_code 缩小范围。",
        f"内存：{now.duckdb_bytes // GIBIBYTE} GiB。先汇总再连接，不要把两张明细表直接相乘。",
        f"结果：{now.rows:,} 行（可要求到 {now.most_rows:,} 行）、{now.bytes // MEBIBYTE} MiB，"
        "其余写明没有给出。",
        f"语句：{now.text_bytes // 1024} KiB；同时最多 {now.at_once} 条，"
        f"一个人最多 {now.per_person} 条，其余排队。",
        "只能读：写入、文件、网络、设置、扩展都不允许；读到的是你的版别，没有的表和列会写明。",
        "每条查询都有记录：谁、何时、问了什么、结果如何。",
    ]
    body = el("ul", *(el("li", identified(line)) for line in lines), class_="rules-list")
    return Content("限制", body, len(lines))


def elsewhere(_view: View) -> Content:
    """Other ways to ask: the command, and any DuckDB client."""
    body = [
        el("p", "命令行，同一道围墙、同样的限制："),
        statement(COMMAND),
        el("p", "自己的 DuckDB 客户端（DuckDB 命令行、DBeaver、Python、R），只读打开当前版本："),
        statement(CLIENT),
        el(
            "p",
            "已发布的文件从不改写，一直开着也不妨碍发布新版本；看新数据时再执行一次。",
            class_="note",
        ),
    ]
    return Content("在别处查询", body, 2)


def pointer(view: View) -> Content:
    """The line that leads here from other pages."""
    said = link("SQL 指南：怎样查询、表的关系、例子", view.elsewhere(PAGE, view.area.code))
    return Content(said, NOTHING, 1)
