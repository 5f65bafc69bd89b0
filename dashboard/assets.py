"""Our own static files: what they are, and the address of each, which changes with its content."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from dashboard import theme

STATIC = Path(__file__).parent / "static"
STYLE = "pucha.css"
SCENE = ("space.js", "camera.js", "scene-hands.js", "scene.js")
SCRIPTS = ("words.js", "pucha.js", "wall.js", *SCENE)  # in every page, in this order
DESK = "sql.js"  # built from frontend/sql; loaded, as the next, by the one page that needs it
PROOF = "proof.js"
BULLETIN = "bulletin.js"
KINDS = {STYLE: "text/css", **dict.fromkeys((*SCRIPTS, DESK, PROOF, BULLETIN), "text/javascript")}


@lru_cache(maxsize=len(KINDS))
def asset(name: str) -> bytes:
    """One of our own static files; the style sheet is the palette, then static/style/ in order."""
    if name != STYLE:
        return (STATIC / name).read_bytes()
    rooms = (path.read_bytes() for path in sorted((STATIC / "style").glob("*.css")))
    return theme.css_variables().encode() + b"".join(rooms)


def address_of(name: str) -> str:
    """Where `name` is served: the address changes with the content, so it may be kept for ever."""
    return f"./pucha/{hashlib.sha256(asset(name)).hexdigest()[:12]}/{name}"
