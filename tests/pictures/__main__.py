"""`python -m tests.pictures`: takes every page, shows what changed; `--accept` approves it."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image

from dashboard.export.chromium import found_chromium, headless
from tests.dashboard.served import serve, stop
from tests.demonstration import publish_once
from tests.pictures.comparing import (
    APPROVED,
    DRAWN_BY,
    REVIEW,
    approved_picture,
    review,
    write_index,
)
from tests.pictures.taking import LOOKS, drawn_by, take


def main() -> int:
    """Exit code 1 when a picture differs and was not accepted."""
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description="画面比对")
    parser.add_argument("--accept", action="store_true", help="认可现在的画面")
    options = parser.parse_args()
    shutil.rmtree(REVIEW, ignore_errors=True)
    differing: dict[str, int] = {}
    with tempfile.TemporaryDirectory(prefix="pucha-pictures-") as place:
        served = serve(publish_once(Path(place) / "demonstration"), Path(place) / "dashboard.log")
        try:
            with headless(found_chromium()) as browser:
                for look in LOOKS:
                    if pixels := review(look, take(browser, served.address, look)):
                        differing[look.name] = pixels
                        print(f"{look.name}：{pixels:,} 个像素不同", flush=True)
                painter = drawn_by(browser)
        finally:
            stop(served)
    print(f"比对见 {write_index(differing)}")
    if not options.accept:
        return 1 if differing else 0
    _accept(painter)
    return 0


def _accept(painter: str) -> None:
    known = {approved_picture(look): REVIEW / f"{look.name}-new.webp" for look in LOOKS}
    for gone in set(APPROVED.glob("*.webp")) - set(known):
        gone.unlink()
    for target, new in known.items():
        if not (target.exists() and _same(target, new)):
            APPROVED.mkdir(exist_ok=True)
            shutil.copyfile(new, target)
    DRAWN_BY.write_text(f"{painter}\n", "utf-8")


def _same(one: Path, other: Path) -> bool:
    with Image.open(one) as first, Image.open(other) as second:
        return first.size == second.size and first.tobytes() == second.tobytes()


if __name__ == "__main__":
    sys.exit(main())
