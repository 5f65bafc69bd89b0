"""What is to be exported: from the words of a command to a week, areas, pages and a folder."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard import address, format
from dashboard.export.errors import BadOrder
from dashboard.menu import PAGES, PRINTED, Page
from dashboard.view import Area, Areas
from warehouse.common.audience import FULL

if TYPE_CHECKING:
    from dashboard.export.bulletin.register import Entry

MANIFEST = "manifest.json"
_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE)


@dataclass(frozen=True)
class Order:
    """An export to be made: `as_of` is the Sunday of its week, `target` the folder it becomes.

    `entry` is the issue that the week's bulletin is, None for one that has no number yet.
    """

    as_of: date
    areas: tuple[Area, ...]
    pages: tuple[Page, ...]
    role: str
    version: str
    entry: Entry | None
    target: Path

    @property
    def issue(self) -> int | None:
        """The number of the issue."""
        return None if self.entry is None else self.entry.number

    @property
    def is_draft(self) -> bool:
        """Whether nobody has signed it yet: then its bulletin says 送审稿."""
        return self.entry is None or self.entry.signer is None

    @property
    def week(self) -> str:
        """`2021-W11`."""
        return format.week_name(self.as_of)


def week(text: str | None, weeks: Sequence[date]) -> date:
    """The Sunday of a week there is data for; the newest without `text`."""
    if text is None:
        return weeks[-1]
    written = _WEEK.fullmatch(text.strip())
    if written is None:
        raise BadOrder(f"周“{address.quoted(text)}”无法识别：应写作 2021-W11（年份-W周次）")
    try:
        as_of = date.fromisocalendar(int(written[1]), int(written[2]), 7)
    except (ValueError, OverflowError):
        raise BadOrder(f"没有“{text}”这一周：一年有 52 或 53 周，从 W01 数起") from None
    if as_of in weeks:
        return as_of
    if as_of > weeks[-1]:
        near = f"最新一期是 {format.week_name(weeks[-1])}，{format.week(weeks[-1])}"
        raise BadOrder(f"{text} 还没有数据：{near}。请先装载该周的报表并建库，或改用 --week")
    if as_of < weeks[0]:
        near = f"第一期是 {format.week_name(weeks[0])}，{format.week(weeks[0])}"
        raise BadOrder(f"{text} 没有数据：{near}。请改用 --week")
    near = format.week_name(max(one for one in weeks if one < as_of))
    raise BadOrder(f"{text} 没有数据：它之前最近的一期是 {near}。请改用 --week")


def areas(text: str | None, known: Areas) -> tuple[Area, ...]:
    """Areas by codes or names, in the order asked for; the city without `text`."""
    chosen = []
    for one in address.several(text or known.city.code):
        found, why = address.find(one, known)
        if found is None:
            raise BadOrder(f"地区“{address.quoted(one)}”{why}。请用代码或全称，如 370212、崂山区")
        chosen.append(found)
    return tuple(dict.fromkeys(chosen))


def lacking(names: Collection[str]) -> list[str]:
    """Titles of the printed pages that are not among those; in the order of the menu."""
    return [page.title for page in PRINTED if page.name not in names]


def pages(text: str | None) -> tuple[Page, ...]:
    """Pages by names or titles, in the order of the menu; without `text` all that are printed."""
    if text is None:
        return PRINTED
    by_name = {name: page for page in PRINTED for name in (page.name, page.title)}
    known = "、".join(f"{page.name}（{page.title}）" for page in PRINTED)
    chosen = set()
    for one in address.several(text):
        if one not in by_name:
            is_page = any(one in (page.name, page.title) for page in PAGES)
            why = "不进简报" if is_page else "没有这一页"
            raise BadOrder(f"页面“{address.quoted(one)}”：{why}。可用：{known}")
        chosen.add(by_name[one].name)
    return tuple(page for page in PRINTED if page.name in chosen)


def folder_name(week: str, role: str) -> str:
    """What the folder of an export is called: each role's audience has one of its own."""
    return week if role == FULL else f"{week}.{role}"


def target(out: Path | None, exports: Path, week: str, role: str) -> Path:
    """The folder the export becomes; BadOrder where something else lies there."""
    if out is None:
        return exports / folder_name(week, role)
    folder = out.expanduser().resolve()
    if folder.is_dir() and (held := _held_by(folder, week, role)):
        raise BadOrder(f"{folder}：里面{held}，为免误删没有动它。请另选一个空文件夹，或新的名称")
    if folder.exists() and not folder.is_dir():
        raise BadOrder(f"{folder}：是一个文件，不是文件夹。请另选一处")
    if folder == exports or folder in exports.parents:
        raise BadOrder(f"{folder}：数据就在这里面。请另选一处")
    return folder


def _held_by(folder: Path, week: str, role: str) -> str | None:
    """What keeps an export from taking the folder's place; None where it is empty, or holds an
    earlier export of the same week for the same audience."""
    if not any(folder.iterdir()):
        return None
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        told = None
    if not isinstance(told, dict) or not {"version", "week", "role", "files"} <= told.keys():
        return "有别的文件"
    if (told["week"], told["role"]) != (week, role):
        return f"是另一份导出（{told['week']}，角色 {told['role']}）"
    return None
