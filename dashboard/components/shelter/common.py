"""What every list of communities on the page says of each: who lives there, what is nearest."""

from __future__ import annotations

from dashboard import format
from dashboard.components import place
from dashboard.components.html import Child
from dashboard.reading.shelters import Row
from dashboard.view import View

RESIDENTS = "常住人口（人）"
NEAREST = ("最近的避难场所", "直线距离（米）", "其容量（人）")
WHOLE = "marts.community_service"
STRAIGHT = "直线距离，不是步行路程"


def community(view: View, row: Row) -> list[Child]:
    """The opening cells: name, the area below the view's that it lies in, residents."""
    return [
        row["community_name"],
        *place.cell(view, row["area_code"]),
        format.grouped(row["residents_persons"], 0),
    ]


def nearest(row: Row) -> list[Child]:
    """The cells under NEAREST."""
    if row["distance_m"] is None:
        return ["未能量算", "—", "—"]
    return [
        f"{row['nearest_shelter_name']}（{row['nearest_register']}）",
        format.grouped(row["distance_m"], 0),
        format.grouped(row["nearest_capacity_persons"], 0),
    ]
