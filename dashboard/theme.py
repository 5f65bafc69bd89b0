"""Colours, type and status words: one palette for the page, Streamlit's widgets, Plotly and print.

Blue, amber and vermilion keep apart for every common colour blindness; the ramp is monotone in
lightness, so it survives a grey printer. No status is told by colour alone: each has a shape and
a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Mode = Literal["light", "dark"]

FONT = (
    '"PingFang SC", "Microsoft YaHei", "Source Han Sans SC", "Noto Sans CJK SC", '
    '"Noto Sans SC", "WenQuanYi Micro Hei", sans-serif'
)
CODE_FONT = '"Noto Sans Mono CJK SC", "Sarasa Mono SC", Consolas, "DejaVu Sans Mono", monospace'

# One type scale, in px: notes, body, tile titles, headline, a card's figure.
TYPE: Mapping[str, int] = {"note": 12, "body": 14, "title": 16, "headline": 21, "figure": 30}
# The same on the wall screen, 1920 wide and read from five metres.
WALL_TYPE: Mapping[str, int] = {"note": 24, "body": 26, "title": 30, "headline": 44, "figure": 84}

LIGHT: Mapping[str, str] = {
    "page": "#f3f5f8",
    "card": "#ffffff",
    "fill": "#edf1f6",
    "ink": "#16202e",
    "ink-2": "#445163",
    "ink-3": "#5d6a7c",
    "rule": "#dce2e9",
    "rule-2": "#aab5c2",
    "accent": "#1f4e8c",
    "accent-soft": "#dde8f5",
    "band": "#173f70",
    "band-ink": "#ffffff",
    "good": "#14734f",
    "warn": "#8a5a00",
    "warn-soft": "#fdf3dc",
    "bad": "#b3261e",
    "bad-soft": "#fcebe9",
    "plan": "#5d6a7c",
}
DARK: Mapping[str, str] = {
    "page": "#0f151d",
    "card": "#18212c",
    "fill": "#222e3c",
    "ink": "#e8edf4",
    "ink-2": "#b7c2d0",
    "ink-3": "#98a5b6",
    "rule": "#2c3948",
    "rule-2": "#52627a",
    "accent": "#83b4ee",
    "accent-soft": "#223b58",
    "band": "#14283f",
    "band-ink": "#e8edf4",
    "good": "#62c99d",
    "warn": "#e8bb57",
    "warn-soft": "#33290f",
    "bad": "#ff9185",
    "bad-soft": "#3b1d1c",
    "plan": "#98a5b6",
}
# Least to most; the text on a step is the second colour, at least 4.5 : 1 on it.
RAMP: Mapping[Mode, tuple[tuple[str, str], ...]] = {
    "light": (
        ("#e6eef8", "#16202e"),
        ("#c2d6ee", "#16202e"),
        ("#94b6de", "#16202e"),
        ("#3f74b5", "#ffffff"),
        ("#1b4a86", "#ffffff"),
    ),
    "dark": (
        ("#1f2e40", "#e8edf4"),
        ("#2b4666", "#e8edf4"),
        ("#3b6392", "#ffffff"),
        ("#7fb0e6", "#0f151d"),
        ("#bcd8f7", "#0f151d"),
    ),
}
COLORWAY: Mapping[Mode, tuple[str, ...]] = {
    "light": ("#1f4e8c", "#d98200", "#14734f", "#8e5a9e", "#5d6a7c", "#b3261e"),
    "dark": ("#83b4ee", "#f0b455", "#62c99d", "#cda3dd", "#98a5b6", "#ff9185"),
}


@dataclass(frozen=True)
class Light:
    """How a state is shown: colour token, shape, and the word for each basis of judgement."""

    token: str
    shape: Literal["circle", "triangle", "diamond"]
    against_plan: str
    against_value: str

    def word(self, basis: str | None) -> str:
        """The word for a metric judged against its plan, or by its value alone."""
        return self.against_plan if basis == "plan" else self.against_value


LIGHTS: Mapping[str, Light] = {
    "green": Light("good", "circle", "正常", "达标"),
    "yellow": Light("warn", "triangle", "偏慢", "接近达标"),
    "red": Light("bad", "diamond", "滞后", "未达标"),
}


def ramp_step(value: float, among: Sequence[float]) -> int:
    """Which step of the ramp `value` takes by its rank: one outlier must not grey out the rest.

    Equal values share a step; the middle one when all are equal.
    """
    steps = len(RAMP["light"])
    others = len(among) - 1
    if others < 1 or min(among) == max(among):
        return steps // 2
    below = sum(other < value for other in among)
    equal = sum(other == value for other in among) - 1
    share = (below + equal / 2) / others
    return min(steps - 1, int(share * steps))


_MODES: tuple[tuple[Mode, Mapping[str, str]], ...] = (("light", LIGHT), ("dark", DARK))


def _variables(mode: Mode) -> str:
    tokens = LIGHT if mode == "light" else DARK
    colours = [f"--{name}:{value}" for name, value in tokens.items()]
    for step, (fill, text) in enumerate(RAMP[mode]):
        colours += [f"--ramp-{step}:{fill}", f"--ramp-ink-{step}:{text}"]
    colours += [f"--series-{place}:{colour}" for place, colour in enumerate(COLORWAY[mode])]
    return ";".join([*colours, f"color-scheme:{mode}"])


def css_variables() -> str:
    """The palette and the type scale as CSS: light, dark, and print, which is always light."""
    sizes, wall = (
        ";".join(f"--size-{name}:{px}px" for name, px in scale.items())
        for scale in (TYPE, WALL_TYPE)
    )
    light, dark = _variables("light"), _variables("dark")
    return (
        f":root{{--font:{FONT};--code-font:{CODE_FONT};{sizes};{light}}}\n"
        f":root[data-theme=dark]{{{dark}}}\n"
        f".wall{{{wall}}}\n"
        f"@media print{{:root,:root[data-theme=dark]{{{light}}}}}\n"
    )


def streamlit_theme() -> dict[str, Any]:
    """What [theme] of .streamlit/config.toml has to say so that widgets match the tiles."""
    shared = {"font": FONT, "codeFont": CODE_FONT, "baseRadius": "small"}
    return shared | {
        mode: {
            "primaryColor": tokens["accent"],
            "backgroundColor": tokens["page"],
            "secondaryBackgroundColor": tokens["card"],
            "textColor": tokens["ink"],
            "linkColor": tokens["accent"],
            "borderColor": tokens["rule"],
            "redColor": tokens["bad"],
            "yellowColor": tokens["warn"],
            "greenColor": tokens["good"],
            "chartCategoricalColors": list(COLORWAY[mode]),
        }
        for mode, tokens in _MODES
    }


def plotly_template(mode: Mode = "light") -> dict[str, Any]:
    """The one Plotly template, as a dict: building it from graph objects takes far longer."""
    tokens = LIGHT if mode == "light" else DARK
    axis = {
        "gridcolor": tokens["rule"],
        "linecolor": tokens["rule-2"],
        "zerolinecolor": tokens["rule-2"],
        "tickfont": {"size": TYPE["note"], "color": tokens["ink-2"]},
        "automargin": True,
    }
    ramp = [colour for colour, _ in RAMP[mode]]
    return {
        "layout": {
            "font": {"family": FONT, "size": TYPE["body"], "color": tokens["ink"]},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "colorway": list(COLORWAY[mode]),
            "piecolorway": list(COLORWAY[mode]),
            "colorscale": {"sequential": [[i / (len(ramp) - 1), c] for i, c in enumerate(ramp)]},
            "xaxis": axis | {"tickformat": "%-m月%-d日"},
            "yaxis": axis,
            "hoverlabel": {"font": {"family": FONT, "size": TYPE["body"]}},
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "separators": ".,",
        }
    }
