"""The quick chart over HTTP.

GET /pucha/desk/{id}/chart.json?kind=&x=&y=&by=  -> {"html", "told", "kind", "x", "y", "by", …}
"""

from __future__ import annotations

from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboard import read
from dashboard.components.desk import chart, charted
from dashboard.components.desk.charted import KINDS, NotDrawn, Wanted
from dashboard.desk.routes import PREFIX, answered, gone, guarded
from dashboard.reading import desk
from warehouse.sandbox.query import Answer

_drawing = CapacityLimiter(2)


async def _chart(request: Request, name: str) -> Response:
    if (found := answered(request, name)) is None:
        return gone()
    answer, _ = found
    wanted = Wanted(
        next((kind for kind in KINDS if kind == request.query_params.get("kind")), None),
        *(_place(request, axis) for axis in ("x", "y", "by")),
    )
    try:
        drawn = await to_thread.run_sync(_drawn, answer, wanted, limiter=_drawing)
    except NotDrawn as reason:
        return JSONResponse({"told": str(reason)})
    return JSONResponse(drawn)


def _place(request: Request, axis: str) -> int | None:
    given = request.query_params.get(axis, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 5 else None


def _drawn(answer: Answer, wanted: Wanted) -> dict[str, Any]:
    """The chart, and what else could be chosen; where these rows allow none, the reason."""
    if not answer.table.num_rows:
        raise NotDrawn("结果没有行，没有可画的")
    columns = charted.columns_of(answer.table, desk.named(answer.version, answer))
    areas = read.areas(answer.version)
    code = charted.code_place(answer.table, columns, areas)
    choice = charted.chosen(columns, wanted, code)
    try:
        html, told = str(chart.draw(answer, choice, areas)), None
    except NotDrawn as reason:
        html, told = None, str(reason)
    return {
        "html": html,
        "told": told,
        "kind": choice.kind,
        "x": choice.x.place,
        "y": choice.y.place,
        "by": choice.by.place if choice.by else None,
        "kinds": [{"key": kind, "title": KINDS[kind]} for kind in charted.kinds_for(columns, code)],
        "offered": charted.offered(columns, choice, code),
    }


ROUTES = [Route(f"{PREFIX}/{{id}}/chart.json", guarded(_chart))]
