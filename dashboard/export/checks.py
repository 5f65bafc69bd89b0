"""What a page and its picture must be before they may be printed: each fault names its tile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from PIL import Image

from dashboard.components.paper import NOT_PRINTED
from dashboard.export import truth, written
from dashboard.export.errors import Faulty
from dashboard.export.manifest import Figure
from dashboard.export.truth import Asked
from dashboard.view import View

FLAT = 24  # of 255: a picture whose pixels differ by less shows nothing
EDGE = 2  # pixels at each side that hold nothing on a whole picture
FINAL = frozenset({"done", "empty"})
_SHOWN = 5  # of a list of faults


def complete(seen: Mapping[str, Any], place: str) -> None:
    """The declared tiles, and no other, are on the page, done or empty; nothing is waited for."""
    tiles = {tile["id"]: tile for tile in seen["tiles"]}
    for id_, tile in tiles.items():
        if tile["state"] not in FINAL:
            raise Faulty(place, "本板块出错，详见看板日志", id_)
    ready = seen["ready"]
    told = int(ready["tiles"]), int(ready["done"]) + int(ready["empty"]), int(ready["error"])
    if told != (len(tiles), len(tiles), 0):
        raise Faulty(
            place,
            f"清单自相矛盾：声明 {told[0]} 个板块，完成或为空 {told[1]} 个，出错 {told[2]} 个",
        )
    if strange := sorted(set(seen["present"]) ^ set(tiles)):
        raise Faulty(place, "声明的板块与页面上的不一致", "、".join(strange))
    if len(seen["present"]) != len(tiles):
        raise Faulty(place, "有板块在页面上出现了两次")
    for id_, tile in tiles.items():
        if tile["box"] is None and id_ not in NOT_PRINTED:
            raise Faulty(place, "没有显示出来", id_)
    if seen["waiting"]:
        raise Faulty(place, f"页面上还有等候或出错的标志：{_some(seen['waiting'])}")


def legible(seen: Mapping[str, Any], place: str) -> None:
    """No picture is broken, no character is a box, nothing is cut off."""
    if seen["broken"]:
        raise Faulty(place, f"有图片没有加载：{_some(seen['broken'])}")
    if seen["missing"]:
        codes = (f"“{one}”（U+{ord(one):04X}）" for one in seen["missing"])
        raise Faulty(place, f"没有字体能显示这些字：{_some(codes)}。请安装含有它们的字体")
    for part in seen["cut"]:
        raise Faulty(place, f"“{part['text']}”超出边界，会被裁掉", part["tile"])


def figures(seen: Mapping[str, Any], view: View, place: str, name: str) -> list[Figure]:
    """The printed figures of the page called `name`, each equal to the warehouse's."""
    printed = []
    for one in seen["figures"]:
        value = float(one["value"]) if one["value"] else None
        as_of = date.fromisoformat(one["as_of"])
        asked = Asked.of(view.version, one["metric"], one["area"], as_of)
        against = equal(asked, value, place, one["tile"])
        if not written.stands_for(one["text"], value):
            said = f"写的是“{one['text']}”，而值是 {value}（{one['metric']}）"
            raise Faulty(place, said, one["tile"])
        if one["is_seen"]:
            facts = (one["metric"], one["area"], one["as_of"], value, one["text"].strip())
            printed.append(Figure(*facts, name, one["tile"], against))
    return printed


def equal(asked: Asked, value: float | None, place: str, tile: str | None) -> str | None:
    """The table that has `value` for what is asked; None where no one table could tell."""
    known = truth.known(asked)
    if known is None:
        return None
    if not known.has(value):
        has = "、".join("无" if one is None else repr(one) for one in known.values)
        name = f"{asked.metric}/{asked.aspect}".rstrip("/")
        raise Faulty(
            place,
            f"{name}（{asked.area}，{asked.as_of}）为 {value}，而库中（{known.table}）为 {has}",
            tile,
        )
    return known.table


def drawn(picture: Image.Image, place: str, tile: str | None = None) -> None:
    """The picture shows something: it is not of one colour."""
    grey = picture.convert("L")
    if _spread(grey) < FLAT:
        raise Faulty(place, "拍到的是一片空白", tile)


def whole(picture: Image.Image, size: tuple[int, int], place: str) -> None:
    """The picture is as large as its page, shows something, and nothing touches its sides."""
    if picture.size != size:
        raise Faulty(place, f"图片为 {picture.size}，应为 {size}")
    drawn(picture, place)
    width, height = size
    sides = {"左": (0, 0, EDGE, height), "右": (width - EDGE, 0, width, height)}
    for side, strip in sides.items():
        if _spread(picture.crop(strip).convert("L")):
            raise Faulty(place, f"{side}边有内容贴边，可能被裁掉")


def _spread(grey: Image.Image) -> int:
    levels = [level for level, pixels in enumerate(grey.histogram()) if pixels]
    return levels[-1] - levels[0]


def _some(every: Iterable[str]) -> str:
    listed = list(every)
    return "、".join(listed[:_SHOWN]) + (f"等{len(listed)}处" if len(listed) > _SHOWN else "")
