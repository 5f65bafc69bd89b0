"""One run of the app through Streamlit's own test runner, and what it sent to the browser."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

FIGURE = re.compile(
    r'data-metric="([^"/]+)" data-area="(\d+)" data-asof="([\d-]+)" data-value="([^"]*)"'
)
"""Metric, area, week and unrounded value of every figure that is a metric's own value."""

APP = Path(__file__).parents[2] / "dashboard/app.py"


class Drawn:
    """What one run sent to the browser."""

    def __init__(self, app: AppTest) -> None:
        assert not app.exception
        parts = [json.loads(e.proto.json) for e in app.get("bidi_component")]
        self.html = "".join(part.get("html", "") for part in parts)
        self.manifests = [json.loads(p["manifest"]) for p in parts if p["part"] == "ready"]

    @property
    def ready(self) -> dict[str, Any]:
        """Attributes of #pucha-ready."""
        [manifest] = self.manifests
        attributes: dict[str, Any] = manifest["attributes"]
        return attributes

    @property
    def states(self) -> dict[str, str]:
        """State of each tile."""
        return {t["id"]: t["state"] for t in json.loads(self.ready["data-tiles-json"])}
