"""Attacks on the machine: memory, time, disk, output, the parser; and what error texts tell."""

from __future__ import annotations

from tests.warehouse.attacks.attack import (
    BAD,
    COLUMNS,
    FINE,
    MEMORY,
    REFUSED,
    STOPPED,
    TEXT,
    TIME,
    family,
)

MEMORY_FAMILY = family(
    "memory",
    ("巨大的列表", "select len(range(3000000000))", MEMORY),
    ("聚成列表", "select list(i) from range(10000000000) as t(i)", STOPPED),
    ("聚成文字", "select string_agg(i, ',') from range(10000000000) as t(i)", STOPPED),
    ("巨大的文字", "select length(repeat('x', 2000000000))", STOPPED),
    ("翻倍的文字", "with recursive r as (select 'x' as t, 0 as n union all "
     "select t || t, n + 1 from r where n < 60) select max(length(t)) from r", (*STOPPED, BAD)),
    ("巨大的排序", "select max(i) from (select i from range(1000000000) as t(i) "
     "order by hash(i) limit 900000000)", STOPPED),
    ("巨大的分组",
     "select count(*) from (select i from range(1000000000) as t(i) group by i)", STOPPED),
    ("巨大的去重", "select count(distinct i) from range(10000000000) as t(i)", STOPPED),
    ("巨大的关联", "select count(*) from range(300000000) as a(i) join range(300000000) as b(i) "
     "on a.i = b.i", STOPPED),
    ("窗口", "select max(s) from (select sum(i) over (order by hash(i)) as s "
     "from range(1000000000) as t(i))", STOPPED),
    ("中位数", "select median(hash(i)) from range(10000000000) as t(i)", STOPPED),
    ("映射", "select map_from_entries(list((i, i))) from range(1000000000) as t(i)", STOPPED),
    ("补齐", "select length(lpad('x', 2000000000, 'y'))", (*STOPPED, BAD)),
    ("列表扩张", "select len(list_resize([1], 3000000000))", (*STOPPED, BAD)),
    ("位串", "select bit_length(bitstring('1', 2000000000))", (*STOPPED, FINE, BAD)),
    ("生成数列", "select len(generate_series(1, 3000000000))", STOPPED),
)  # fmt: skip

TIME_FAMILY = family(
    "time",
    ("睡觉", "select sleep_ms(100000)", TIME),
    ("逐行睡觉", "select sleep_ms(100) from range(10000)", TIME),
    ("笛卡尔积",
     "select sum(a.i * b.j) from range(10000000) as a(i), range(10000000) as b(j)", TIME),
    ("没有尽头的递归", "with recursive r as (select 1 as n union all select n + 1 from r) "
     "select max(n) from r", STOPPED),
    ("编辑距离", "select levenshtein(repeat('ab', 200000), repeat('ba', 200000))", STOPPED),
    ("编辑距离二", "select damerau_levenshtein(repeat('ab', 20000), repeat('ba', 20000))",
     (*STOPPED, FINE)),
    ("相似度",
     "select jaro_similarity(repeat('ab', 300000), repeat('ba', 300000))", (*STOPPED, FINE)),
    ("正则回溯",
     "select regexp_matches(repeat('a', 100000) || 'b', '(a*)*(a*)*c')", (*STOPPED, FINE)),
    ("很长的 like", "select repeat('a', 100000) like repeat('%a', 5000) || 'b'", (*STOPPED, FINE)),
    ("嵌套子查询", "select count(*) from range(100000) as a(i) where exists "
     "(from range(100000) as b(j) where a.i * b.j = -1)", (*STOPPED, FINE)),
    ("散列一亿次", "select sum(hash(md5(i::varchar))) from range(1000000000) as t(i)", (TIME, BAD)),
    ("范围关联", "select count(*) from range(10000000) as a(i) join range(10000000) as b(j) "
     "on a.i < b.j", STOPPED),
    ("explain analyze 也要执行", "explain analyze select sum(a.i * b.j) "
     "from range(10000000) as a(i), range(10000000) as b(j)", TIME),
)  # fmt: skip

DISK = family(
    "disk",
    ("溢写排序", "select count(*) from (select * from range(500000000) as t(i) "
     "order by md5(i::varchar) limit 400000000)", STOPPED),
    ("溢写关联",
     "select count(*) from (select md5(i::varchar) as k from range(50000000) as t(i)) as a "
     "join (select md5(i::varchar) as k from range(50000000) as t(i)) as b using (k)", STOPPED),
    ("溢写分组", "select count(*) from (select md5(i::varchar) as k, count(*) "
     "from range(500000000) as t(i) group by k)", STOPPED),
    ("写满磁盘", "copy (from range(100000000000)) to '{out}/full.csv'", REFUSED),
    ("巨大临时表落盘",
     "create or replace temp table t as select repeat('x', 1000) from range(10000000)",
     REFUSED),
)  # fmt: skip

OUTPUT = family(
    "output floods",
    ("没有尽头的行", "from range(1000000000000)", FINE),
    ("很宽的行", "select repeat('x', 100000) as t from range(100000)", (FINE, *STOPPED)),
    ("一格很大", "select repeat('x', 100000000) as t", (FINE, *STOPPED)),
    ("很多列", "pivot (from range(5000)) on range using count(*)", (COLUMNS, TIME, MEMORY)),
    ("更多列", "select " + ", ".join(f"{n} as c{n}" for n in range(3000)), (COLUMNS, TIME)),
    ("很深的类型", "select " + "[" * 200 + "1" + "]" * 200, (BAD, FINE, "failed", *STOPPED)),
    ("很深的结构", "select " + "{{'a': " * 100 + "1" + "}}" * 100, (BAD, FINE, "failed", *STOPPED)),
    ("很长的列表", "select range(2000000) as l", (FINE, *STOPPED)),
    ("很大的枚举", "select i::varchar::enum ('a') from range(10) as t(i)", (BAD, FINE)),
    ("很多重复的列名", "select " + ", ".join(["1 as a"] * 90), FINE),
    ("二进制洪水", "select repeat('x', 60000)::blob from range(100000)", (FINE, *STOPPED)),
    ("空字符", "select repeat(chr(0), 1000)", (FINE, BAD)),
    ("公式", "select '=cmd|'' /C calc''!A0' as x", FINE),
)  # fmt: skip

PARSER = family(
    "parser bombs",
    ("很深的括号", "select " + "(" * 20000 + "1" + ")" * 20000, (BAD, *STOPPED)),
    ("很深的子查询",
     "select * from " + "(select * from " * 3000 + "area" + ")" * 3000, (BAD, *STOPPED)),
    ("很长的加法", "select " + "+".join(["1"] * 30000), (BAD, FINE, *STOPPED)),
    ("很长的 and", "select " + " and ".join(["true"] * 10000), (BAD, FINE, *STOPPED)),
    ("很长的 in", "select 1 in (" + ",".join(map(str, range(10000))) + ")", (FINE, *STOPPED)),
    ("两百万个字面量", "select [" + "1," * 2_000_000 + "1]", TEXT),
    ("很多 union", " union all ".join(["select 1"] * 4000), (BAD, FINE, *STOPPED)),
    ("很多 CTE", "with " + ", ".join(f"c{n} as (select 1)" for n in range(2000)) + " select 1",
     (BAD, FINE, *STOPPED)),
    ("翻倍的 CTE", "with c0 as (select 1 as x), "
     + ", ".join(f"c{n} as (from c{n - 1} union all from c{n - 1})" for n in range(1, 40))
     + " select count(*) from c39", STOPPED),
    ("很多 case", "select " + "case when true then " * 3000 + "1" + " end" * 3000, (BAD, *STOPPED)),
    ("很多 not", "select " + "not " * 15000 + "true", (BAD, FINE, *STOPPED)),
    ("很多关联", "select count(*) from " + ", ".join(f"area as a{n}" for n in range(300)), STOPPED),
    ("很多分组集", "select count(*) from area group by cube (" + ", ".join(
        ["area_code", "area_name", "area_level", "parent_code", "sort_key"] * 5) + ")",
     (BAD, FINE, *STOPPED)),
    ("没有收尾的注释", "select 1 /*" * 5000, (BAD, *STOPPED)),
    ("没有收尾的引号", "'" * 9999, (BAD, FINE)),
    ("很长的数", "select " + "9" * 50000, (BAD, FINE, *STOPPED)),
    ("很长的名字", "select " + ".".join(["a"] * 10000), (BAD, *STOPPED)),
    ("很深的类型名",
     "select null::" + "struct(a " * 2000 + "int" + ")" * 2000, (BAD, FINE, *STOPPED)),
    ("很深的 JSON", "select json_extract('" + "[" * 20000 + "]" * 20000 + "', '$[0]')",
     (BAD, FINE, *STOPPED)),
    ("很长的正则",
     "select 'a' similar to '" + "(a|" * 5000 + "b" + ")" * 5000 + "'", (BAD, FINE, *STOPPED)),
)  # fmt: skip

LEAKS = family(
    "error-text leaks",
    ("文件名出错", "select * from read_csv('{file}')", REFUSED),
    ("数据库名出错", "select * from \"{stem}\".nope.nope", (BAD, REFUSED)),
    ("转换出错", "select area_name::int from area", BAD),
    ("自己报错", "select error((select string_agg(path, ' ') from duckdb_databases()))", BAD),
    ("自己报错带数据", "select error(string_agg(value, ' ')) from duckdb_settings()", BAD),
    ("溢出", "select 9223372036854775807 + 1::bigint", (BAD, FINE)),
    ("除零", "select 1 // 0", (BAD, FINE)),
    ("内部断言", "select * from duckdb_columns() limit -1", (BAD, FINE)),
    ("日期出错", "select strptime('x', '%Y')", BAD),
    ("JSON 出错", "select '{{'::json", BAD),
    ("不存在的目录", "select current_setting('no_such_setting')", (BAD, REFUSED)),
    ("没有的参数", "select $secret", BAD),
)  # fmt: skip
