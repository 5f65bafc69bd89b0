"""What the reader is told before a draft is checked: against what, and what the marks mean."""

from __future__ import annotations

from dashboard import format, read
from dashboard.components.frame import Content
from dashboard.components.html import el
from dashboard.components.proofing.marks import MARKS
from dashboard.view import View


def told(view: View) -> Content:
    """The page's heading, and what holds for every draft."""
    signs = [
        el("li", el("b", f"{mark.sign} {verdict}", class_=mark.tone), f"：{mark.means}")
        for verdict, mark in MARKS.items()
    ]
    lines = [
        el(
            "li",
            f"对照截至{format.day(view.as_of)}的数据（在页首换一周），{read.role_title(view.version)}",
        ),
        *signs,
        el("li", "稿件只在核对时用到，不保存；核不准的一律写“无法核对”，请逐个人工核对"),
    ]
    return Content("核数：稿件里的每个数与库中对照", el("ul", *lines, class_="rules"), len(lines))
