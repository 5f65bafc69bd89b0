"""The palette: readable, apart without colour, and the same everywhere."""

from __future__ import annotations

import itertools
import re
import tomllib
from pathlib import Path

import pytest

from dashboard import theme

STATIC = Path(theme.__file__).parent / "static"


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_every_text_colour_is_readable_on_every_ground(tokens: dict[str, str]) -> None:
    inks = ("ink", "ink-2", "ink-3", "accent", "good", "warn", "bad")
    weak = [
        (ink, ground)
        for ink, ground in itertools.product(inks, ("card", "page"))
        if contrast(tokens[ink], tokens[ground]) < 4.5
    ]
    assert weak == []
    assert contrast(tokens["band-ink"], tokens["band"]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_ramp_survives_a_grey_printer_and_its_text_is_readable(mode: theme.Mode) -> None:
    fills = [luminance(fill) for fill, _ in theme.RAMP[mode]]
    assert fills in (sorted(fills), sorted(fills, reverse=True))
    assert all(contrast(fill, text) >= 4.5 for fill, text in theme.RAMP[mode])


def test_a_status_is_told_by_shape_and_word_too() -> None:
    lights = theme.LIGHTS.values()
    assert len({light.shape for light in lights}) == 3
    for basis in ("plan", "value"):
        assert len({light.word(basis) for light in lights}) == 3


def test_ramp_steps_reach_both_ends_and_stay_inside() -> None:
    ten = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    assert [theme.ramp_step(v, ten) for v in ten] == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert theme.ramp_step(0.5, [0.5, 0.5, 0.5]) == theme.ramp_step(0.5, [0.5]) == 2


def test_one_outlier_does_not_grey_out_the_rest() -> None:
    skewed = [14.3, 15.5, 19.3, 20.4, 25.0, 25.0, 26.7, 30.7, 36.0, 100.0]
    assert {theme.ramp_step(v, skewed) for v in skewed} == {0, 1, 2, 3, 4}
    assert theme.ramp_step(25.0, skewed) == theme.ramp_step(25.0, skewed)


def test_streamlit_is_set_to_the_same_palette(repository: Path) -> None:
    settings = tomllib.loads((repository / ".streamlit/config.toml").read_text("utf-8"))
    assert settings["theme"] == theme.streamlit_theme()


def test_the_style_sheet_names_no_colour_of_its_own() -> None:
    css = "".join(path.read_text("utf-8") for path in STATIC.glob("style/*.css"))
    own = re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", css)
    assert set(own) <= {"#fff"}, "颜色的出处是 theme.py"
    used = set(re.findall(r"var\(--([\w-]+)\)", css))
    defined = set(re.findall(r"--([\w-]+):", theme.css_variables()))
    assert used <= defined


def test_plotly_gets_the_palette_and_the_font() -> None:
    layout = theme.plotly_template("dark")["layout"]
    assert layout["colorway"] == list(theme.COLORWAY["dark"]) == layout["piecolorway"]
    assert layout["font"]["family"] == theme.FONT


def test_a_class_belongs_to_one_room_of_the_style_sheet() -> None:
    """Two pages that each give a class a look of its own spoil one another's."""
    rooms: dict[str, set[str]] = {}
    for path in STATIC.glob("style/*.css"):
        bare = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        for selector in re.findall(r"([^{}]+)\{", bare):
            for name in re.findall(r"\.pucha \.([\w-]+)", selector):
                rooms.setdefault(name, set()).add(path.name)
    frame = "00-frame.css"  # what the frame defines, pages may refine
    shared = {name: at for name, at in rooms.items() if len(at) > 1 and frame not in at}
    assert shared == {}
