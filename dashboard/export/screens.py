"""The screens of an export: every page of every area on two sheets, and each tile by itself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from dashboard import read
from dashboard.components import paper
from dashboard.components.paper import TEXT, WIDE, Sheet
from dashboard.export import capture, checks, serving
from dashboard.export.budget import TRIES
from dashboard.export.capture import SCALE, Camera, Shot
from dashboard.export.errors import Faulty
from dashboard.export.job import Job
from dashboard.export.manifest import Screen, Tile, screen_name
from dashboard.export.progress import PAGES as DRAWING
from dashboard.export.progress import Step
from dashboard.menu import Page
from dashboard.view import View

SHEETS = (WIDE, TEXT)
PAGES, TILES = "pages", "tiles"
LOG, FAILURE = "看板日志.txt", "出错画面.png"


@dataclass(frozen=True)
class Stop:
    """One page of one area, and where it comes among all of them."""

    page: Page
    view: View
    number: int
    of: int

    @property
    def place(self) -> str:
        """What an error calls it."""
        return f"{self.page.title}（{self.view.area.name}）"

    @property
    def name(self) -> str:
        """What its files are called."""
        return screen_name(self.page.name, self.view.area.code)

    @property
    def counted(self) -> str:
        """What stands at the right of its foot."""
        return f"第{self.number}页，共{self.of}页"


@dataclass
class _Pictures:
    """Files of one stop as they are finished, with their sizes in pixels."""

    sizes: dict[str, tuple[int, int]] = field(default_factory=dict)
    sheets: dict[str, str] = field(default_factory=dict)
    tiles: dict[str, dict[str, str]] = field(default_factory=dict)


def make(job: Job, sheets: Sequence[Sheet] = SHEETS, tiles_of: Sheet | None = TEXT) -> None:
    """Draws, checks and photographs everything; `tiles_of` is the sheet that tiles are cut from."""
    for folder in (PAGES, TILES) if tiles_of else (PAGES,):
        (job.folder / folder).mkdir()
    stops = _stops(job)
    with (
        serving.dashboard(job.scratch / LOG, stops[0].view) as served,
        capture.browser(job.budget) as chromium,
        capture.camera(chromium, lambda: served.answering(job.budget), job.budget) as camera,
        ThreadPoolExecutor(1) as finishing,
    ):
        job.manifest.software["chromium"] = chromium.version
        waiting: list[Future[Screen]] = []
        for stop, following in zip(stops, [*stops[1:], None], strict=True):
            said = f"{stop.number}/{stop.of} {stop.place}"
            job.say(Step(DRAWING, said, stop.number - 1, stop.of))
            try:
                _open(camera, stop)
                if following is not None:
                    served.rehearse(following.view)
                waiting.append(_visit(job, camera, stop, sheets, tiles_of, finishing))
            except Faulty:
                camera.picture_of_failure(job.scratch / FAILURE)
                served.still_there()
                raise
        for done in waiting:
            job.manifest.screens.append(done.result())


def _stops(job: Job) -> list[Stop]:
    order = job.order
    pairs = [(page, area) for area in order.areas for page in order.pages]
    views = [read.view(job.warehouse, page.address, area, order.as_of) for page, area in pairs]
    return [
        Stop(page, view, number, len(pairs))
        for number, ((page, _), view) in enumerate(zip(pairs, views, strict=True), start=1)
    ]


def _visit(
    job: Job,
    camera: Camera,
    stop: Stop,
    sheets: Sequence[Sheet],
    tiles_of: Sheet | None,
    finishing: ThreadPoolExecutor,
) -> Future[Screen]:
    """Takes the pictures of an open stop; they are checked and written while the next is drawn."""
    choices = camera.choices()
    said = paper.facts(stop.view, stop.page.title, [f"{k}：{v}" for k, v in choices.items() if v])
    shots: dict[Sheet, Shot] = {}
    vectors: dict[str, str] = {}
    for sheet in sheets:
        shot = camera.shoot(stop.view, sheet, said, stop.counted, stop.place)
        checks.complete(shot.seen, stop.place)
        checks.legible(shot.seen, f"{stop.place} › {sheet.name}")
        shots[sheet] = shot
        if sheet == tiles_of:
            vectors = _vectors(camera, stop, shot)
    seen = shots[sheets[0]].seen
    job.manifest.figures += checks.figures(seen, stop.view, stop.place, stop.name)
    return finishing.submit(_finish, job, stop, choices, shots, tiles_of, vectors)


def _open(camera: Camera, stop: Stop) -> None:
    for left in reversed(range(TRIES)):
        try:
            camera.open(stop.view, stop.place)
            return
        except Faulty:
            if not left:
                raise


def _finish(
    job: Job,
    stop: Stop,
    choices: dict[str, str],
    shots: dict[Sheet, Shot],
    tiles_of: Sheet | None,
    vectors: dict[str, str],
) -> Screen:
    made = _Pictures()
    for sheet, shot in shots.items():
        picture = Image.open(io.BytesIO(shot.png))
        picture.load()
        size = (sheet.width * SCALE, shot.height * SCALE)
        checks.whole(picture, size, f"{stop.place} › {sheet.name}")
        name = f"{PAGES}/{stop.name}-{sheet.name}.png"
        (job.folder / name).write_bytes(shot.png)
        made.sheets[sheet.name], made.sizes[name] = name, size
        if sheet == tiles_of:
            for tile in _pictured(shot):
                _cut(job.folder, stop, picture, tile, made)
    for id_, drawing in vectors.items():
        name = f"{TILES}/{stop.name}-{id_}.svg"
        (job.folder / name).write_text(drawing, encoding="utf-8")
        made.tiles[id_]["svg"] = name
        job.manifest.add(job.folder, name)
    for name, size in made.sizes.items():
        job.manifest.add(job.folder, name, size)
    seen = next(iter(shots.values())).seen
    tiles = tuple(_tile(one, made.tiles.get(one["id"], {})) for one in seen["tiles"])
    return Screen(stop.page.name, stop.page.title, stop.view.area.code, choices, tiles, made.sheets)


def _pictured(shot: Shot) -> list[dict[str, Any]]:
    """The tiles that have pictures of their own: one that is empty has nothing to paste."""
    return [one for one in shot.seen["tiles"] if one["state"] == "done" and one["box"]]


def _vectors(camera: Camera, stop: Stop, shot: Shot) -> dict[str, str]:
    """Each tile as SVG; one drawn by Plotly has none."""
    drawn = {one["id"]: camera.vector(one["id"], stop.place) for one in _pictured(shot)}
    return {id_: drawing for id_, drawing in drawn.items() if drawing is not None}


def _tile(told: dict[str, Any], files: dict[str, str]) -> Tile:
    return Tile(told["id"], told["state"], told["rows"], told["title"], files)


def _cut(
    folder: Path, stop: Stop, picture: Image.Image, tile: dict[str, Any], made: _Pictures
) -> None:
    left, top, wide, high = (part * SCALE for part in tile["box"])
    box = (round(left), round(top), round(left + wide), round(top + high))
    alone = picture.crop(box)
    checks.drawn(alone, stop.place, tile["id"])
    name = f"{TILES}/{stop.name}-{tile['id']}.png"
    alone.save(folder / name)
    made.sizes[name] = alone.size
    made.tiles[tile["id"]] = {"png": name}
