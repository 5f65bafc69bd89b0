"""危房改造: houses begun and finished; a count without a total has no percentage."""

from __future__ import annotations

from dashboard import format
from dashboard.components import metric as m
from dashboard.components import source, stale
from dashboard.components.frame import Content, Empty
from dashboard.components.html import Child, table
from dashboard.reading import works
from dashboard.view import View

COMPLETED = "house_renovations_completed"


def chart(view: View) -> Content | Empty:
    """Houses by hardship class, the sum first."""
    name = "危房改造"
    rows = works.renovations(view.version, view.as_of).get(view.area.code, ())
    one = m.reading(view, COMPLETED)
    if not rows:
        if one.value is None:
            return Empty(name, format.NO_DATA, "本周及以前没有报送过危房改造台账")
        return Empty(name, f"{view.area.name}台账中没有危房改造户")
    total = rows[0]
    scale = format.scale_for([row.subsidy_yuan for row in rows], "元")
    head = ["困难群体", "实施（户）", "竣工（户）", f"补助资金（{scale.suffix}）"]
    listed = [
        (
            row.title,
            format.grouped(row.started, 0),
            format.grouped(row.completed, 0),
            format.scaled(row.subsidy_yuan, scale),
        )
        for row in rows
    ]
    said = f"实施{format.counted(total.started, '户')}，竣工{format.counted(total.completed, '户')}"
    carried = stale.mark(view, one)
    note: list[Child] = [
        f"{view.area.name}；台账没有应改造总户数，所以不算比例",
        ["；", carried] if carried else None,
        f"；{one.against}" if one.against else None,
        " ",
        source.button(COMPLETED),
    ]
    return Content(f"{name}：{said}", table(head, listed, class_="houses"), len(rows), note)
