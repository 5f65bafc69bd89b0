"""Approved pictures beside new ones: what differs is marked, and laid out for a person to judge."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from PIL import Image, ImageChops

from tests.pictures.taking import Look, write

HERE = Path(__file__).parent
APPROVED = HERE / "approved"
DRAWN_BY = APPROVED / "drawn-by.txt"
REVIEW = HERE.parent.parent / "build" / "pictures"
SEEN = 24  # of 255: what a pixel must differ by to count; edges of letters differ by less
NOISE = 8  # pixels: where a screen is drawn in parts, a lone edge may fall the other way
_RED = (214, 40, 40)


@dataclass(frozen=True)
class Difference:
    """How many pixels differ, and the new picture with those pixels marked."""

    pixels: int
    marked: Image.Image


def compare(approved: Image.Image, new: Image.Image) -> Difference:
    """Pixel by pixel; where only one of them has a pixel, that counts as well."""
    size = (max(approved.width, new.width), max(approved.height, new.height))
    before, after = _on_paper(approved, size), _on_paper(new, size)
    apart = ImageChops.difference(before, after)
    bands = [band.point(lambda level: 255 if level > SEEN else 0) for band in apart.split()]
    mask = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    pixels = mask.histogram()[255]
    marked = Image.blend(after, Image.new("RGB", size, "white"), 0.6)
    marked.paste(_RED, mask=mask)
    return Difference(pixels, marked)


def _on_paper(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture at the top left of a sheet in a colour that no page has."""
    sheet = Image.new("RGB", size, "magenta")
    sheet.paste(picture.convert("RGB"))
    return sheet


def approved_picture(look: Look) -> Path:
    """Where the approved picture of a look lies."""
    return APPROVED / f"{look.name}.webp"


def review(look: Look, new: Image.Image) -> int:
    """Lays a new picture beside the approved one when they differ; by how many pixels."""
    known = approved_picture(look)
    write(new, REVIEW / f"{look.name}-new.webp")
    if not known.exists():
        return new.width * new.height
    with Image.open(known) as approved:
        found = compare(approved, new)
        if found.pixels <= NOISE:
            return 0
        write(approved.convert("RGB"), REVIEW / f"{look.name}-approved.webp")
        write(found.marked, REVIEW / f"{look.name}-marked.webp")
    return found.pixels


def write_index(differing: dict[str, int]) -> Path:
    """The page on which a person looks at what differs."""
    rows = "".join(
        f"<h2>{escape(name)}：{pixels:,} 个像素不同</h2><div>"
        + "".join(
            f'<figure><figcaption>{title}</figcaption><img src="{name}-{kind}.webp"></figure>'
            for kind, title in (("approved", "已认可"), ("new", "现在"), ("marked", "差别"))
            if (REVIEW / f"{name}-{kind}.webp").exists()
        )
        + "</div>"
        for name, pixels in differing.items()
    )
    style = "div{display:flex;gap:1em}figure{margin:0}img{border:1px solid #999;max-width:32vw}"
    target = REVIEW / "index.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>画面比对</title>'
        f"<style>{style}</style><h1>画面比对</h1>{rows or '<p>没有差别。</p>'}</html>",
        "utf-8",
    )
    return target
