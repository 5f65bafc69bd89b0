"""How to open a published version with other programs: read-only, never in a publish's way."""

from __future__ import annotations

import importlib.metadata
import json

from warehouse.read import Warehouse

_TEXT = """\
当前版本 {version}，{edition}（数据截至 {as_of}{demo}）
文件 {path}
由 DuckDB {duckdb} 写成：客户端不低于 {major}.0 才打得开。

DuckDB 命令行
  duckdb -readonly {shell}

DBeaver（连接类型选 DuckDB）
  JDBC URL   jdbc:duckdb:{path}
  驱动属性   duckdb.read_only=true

Python
  import duckdb
  con = duckdb.connect({quoted}, read_only=True)

R
  library(duckdb)
  con <- dbConnect(duckdb(), dbdir = {quoted}, read_only = TRUE)

* 已发布的文件从不改写，新版本总是另一个文件：一直开着也不妨碍发布。
  要看新数据，再执行一次本命令，换成新的文件名。
* 务必只读打开。有写权限的账户不加只读选项，旁边可能留下日志文件（.wal），看板会因此拒绝使用这一版。
* 这样打开不受 python -m warehouse sql 的时间、内存限制，也不记入查询记录。
* 表和列的中文名、单位在各自的注释里；想用中文名写查询的，模式 cn 里每张表有一个视图。
* 全部的列：select * from meta.column；各指标的口径：select * from metrics.definition。
"""


def ways_to_open(warehouse: Warehouse) -> str:
    """The text that `python -m warehouse attach` prints."""
    [(edition,)] = warehouse.rows(
        "select title from codes.audience where code = ?", [warehouse.role]
    )
    path = str(warehouse.path)
    version = importlib.metadata.version("duckdb")
    return _TEXT.format(
        version=warehouse.version,
        edition=edition,
        as_of=warehouse.data_as_of,
        demo="，演示数据" if warehouse.is_demo else "",
        path=path,
        shell=_shell(path),
        quoted=json.dumps(path, ensure_ascii=False),
        duckdb=version,
        major=version.split(".")[0],
    ).rstrip("\n")


def _shell(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"
