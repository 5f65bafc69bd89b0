"""Returns received and missing: the last weeks, this week by source, and how fresh each one is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from dashboard import format, read
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, Html, el, framed, scrolling, table
from dashboard.components.quality import scope
from dashboard.reading import quality
from dashboard.reading.quality import Return
from dashboard.view import View

NOTHING = "没有应报的报表"


def weeks(view: View) -> Content | Empty:
    """Units × weeks for the city, sources × weeks for a district: what is missing, in words."""
    rows = scope.returns(view)
    days = sorted({one.as_of for one in rows}, reverse=True)  # the week looked at comes first
    title = f"近{len(days) or quality.WEEKS}周报送"
    if not rows:
        return Empty(title, NOTHING)
    whole = scope.district(view) is None
    keys = list(dict.fromkeys(one.unit if whole else one.source for one in rows))
    found: dict[tuple[str, object], list[Return]] = {}
    for one in rows:
        found.setdefault((one.unit if whole else one.source, one.as_of), []).append(one)
    titles = read.source_titles(view.version)
    body = [
        el(
            "tr",
            el("th", scope.unit(view, key) if whole else titles[key], scope="row"),
            *(_sum(found[key, day]) if whole else _one(found[key, day][0]) for day in days),
        )
        for key in keys
    ]
    head = ["报送单位" if whole else "报表", *(format.short_day(day) for day in days)]
    note = (
        f"{format.day(days[-1])}至{format.day(days[0])}，各周按周日计，最近的在前；"
        "期内：周期未到，上一份仍有效；缺：过了周期没有新报送，沿用上一份"
    )
    return Content(
        _conclusion(view, rows, title),
        scrolling(framed(head, body, class_="heat returns")),
        len(rows),
        note,
    )


def _conclusion(view: View, rows: Sequence[Return], title: str) -> str:
    missing = [one for one in rows if not one.is_reported]
    if not missing:
        return f"{title}：没有缺报"
    times = f"缺报{format.counted(len(missing), '份次')}"
    if scope.district(view) is not None:
        now = sum(one.as_of == view.as_of for one in missing)
        return f"{title}：{times}" + (f"，本周{now}份" if now else "，本周都已报齐")
    if not view.ranks:
        return f"{title}：{times}"
    counts: dict[str, int] = {}
    for one in missing:
        counts[one.unit] = counts.get(one.unit, 0) + 1
    most = max(counts.values())
    names = [scope.unit_name(view, code) for code, n in counts.items() if n == most]
    each = "各" if len(names) > 1 else ""
    return f"{title}：{times}，{format.listed(names)}最多（{each}{most}份次）"


def _sum(due: Sequence[Return]) -> Html:
    missing = sum(not one.is_reported for one in due)
    if not missing:
        return el("td", "报齐", class_="good")
    tone = "bad" if missing == len(due) else "warn"
    return el("td", el("strong", f"缺{missing}"), f"／{len(due)}", class_=tone)


def _one(one: Return) -> Html:
    if not one.is_reported:
        return el("td", el("strong", "缺"), class_="bad")
    return el("td", "已报" if one.is_new else "期内", class_="good" if one.is_new else None)


def now(view: View) -> Content | Empty:
    """Which return each figure of the week stands on: by unit and source, or the unit's files."""
    own = scope.district(view)
    if own is not None:
        return _files(view, own.code)
    due = [one for one in scope.returns(view) if one.as_of == view.as_of]
    title = "本周所用的报表"
    if not due:
        return Empty(title, NOTHING)
    by_unit: dict[str, dict[str, Return]] = {}
    for one in due:
        by_unit.setdefault(one.unit, {})[one.source] = one
    sent = {one.source for one in due}
    shown = [one for one in quality.cadences(view.version) if one.source in sent]
    body = [
        el(
            "tr",
            el("th", scope.unit(view, unit), scope="row"),
            *(_used(view, found.get(source.source)) for source in shown),
        )
        for unit, found in by_unit.items()
    ]
    head: list[Child] = ["报送单位", *(source.title for source in shown)]
    stale = [one for one in due if not one.is_reported]
    said = f"{len(stale)}份不是本期的" if stale else "都在周期之内"
    periods = "、".join(dict.fromkeys(f"{one.word}的{one.days}天" for one in shown))
    return Content(
        f"{title}：{said}",
        scrolling(framed(head, body, class_="heat returns sources")),
        len(due),
        f"格内是所用报表的统计截至日期；{periods}之内没有新报送的为缺报，沿用上期",
    )


def _used(view: View, one: Return | None) -> Html:
    if one is None:
        return el("td", "不报")
    if one.used_as_of is None:
        return el("td", el("strong", "从未报送"), class_="bad")
    day = format.short_day(one.used_as_of, view.as_of)
    if one.is_reported:
        return el("td", day, class_="good")
    return el("td", el("strong", f"沿用{day}"), f" 已{one.weeks_stale}周", class_="warn")


def _files(view: View, unit: str) -> Content | Empty:
    rows = quality.used_files(view.version, unit, view.as_of)
    title = f"{scope.name(view)}本周所用的报表"
    if not rows:
        return Empty(title, NOTHING)
    head = [
        "报表",
        "周期",
        "统计截至",
        "情况",
        "文件",
        "读到（行）",
        "接收",
        "退回",
        "跳过",
        "待认领",
    ]
    cells = []
    for row in rows:
        if row["used_as_of"] is None:
            cells.append([row["title"], row["cadence"], "—", _word("从未报送", "bad"), *["—"] * 6])
            continue
        said = _state(row)
        counts = [row[name] for name in ("read", "accepted", "rejected", "skipped", "unclaimed")]
        day = format.short_day(row["used_as_of"], view.as_of)
        cells.append(
            [
                row["title"],
                row["cadence"],
                day,
                said,
                el("code", row["file"] or "—", class_="file"),
                *map(_count, counts),
            ]
        )
    lost = sum(row["rejected"] or 0 for row in rows)
    said_ = f"退回{format.counted(lost, '行')}，没有计入" if lost else "没有退回的行"
    return Content(
        f"{title}：{said_}",
        scrolling(table(head, cells, class_="list")),
        len(rows),
        "读到 = 接收 + 退回 + 跳过；待认领的已接收，只是区划待定",
    )


def _state(row: quality.Row) -> Child:
    """Whether the return is in time; what nobody asked the unit for is never late."""
    if not row["is_expected"]:
        return "不催报"
    return _word("在期内", "good") if row["is_reported"] else _word("缺报，沿用", "warn")


def _count(value: int | None) -> Child:
    return "—" if value is None else el("span", format.plain(float(value)), class_="num")


def _word(said: str, tone: str) -> Html:
    return el("span", said, class_=f"light {tone}")


def freshness(view: View) -> Content | Empty:
    """Per source: the newest and the oldest return in use, and how old they are."""
    due = [one for one in scope.returns(view) if one.as_of == view.as_of]
    title = "新旧"
    if not due:
        return Empty(title, NOTHING)
    lines: list[list[Child]] = []
    oldest = 0
    for source in quality.cadences(view.version):
        own = [one for one in due if one.source == source.source]
        if not own:
            continue
        used = [one.used_as_of for one in own if one.used_as_of is not None]
        never = len(own) - len(used)
        if not used:
            lines.append([source.title, source.word, "从未报送", "—", "—"])
            continue
        age = (view.as_of - min(used)) // timedelta(days=1)
        oldest = max(oldest, age)
        late = sum(not one.is_reported for one in own)
        state = _word(f"{late}份过期" if len(own) > 1 else "已过期", "warn") if late else "有效"
        newest, last = (format.short_day(day, view.as_of) for day in (max(used), min(used)))
        span = newest if newest == last else f"{last}—{newest}"
        told = [span, f"；{never}个单位从未报送" if never else None]
        lines.append([source.title, source.word, told, _age(age), state])
    head = ["报表", "周期", "所用报表的统计截至日期", "最旧的一份", "情况"]
    conclusion = f"{title}：最旧的一份{_age(oldest)}" if oldest else f"{title}：都截至本周"
    return Content(conclusion, scrolling(table(head, lines, class_="list")), len(lines))


def _age(days: int) -> str:
    return "截至本周" if days <= 0 else f"{format.days(days)}前"
