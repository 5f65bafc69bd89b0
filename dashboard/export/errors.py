"""Why an export could not be made: each error says, in Chinese, what, where, and what to do."""

from __future__ import annotations


class ExportError(RuntimeError):
    """An export that was not made; nothing of an earlier one was changed."""


class BadOrder(ExportError):
    """What was asked for is not there (week, area, page, folder): the command is to be changed."""


class Busy(ExportError):
    """Another export is under way."""


class NoBrowser(ExportError):
    """There is no Chromium, it does not start, or it has no Chinese font."""


class TimedOut(ExportError):
    """The time budget of the job is used up."""


class Unheard(ExportError):
    """Whoever waits for the export has gone: nobody reads its steps any more."""


class Faulty(ExportError):
    """A page or picture that must not be printed: `place` is the page and area, `tile` the tile."""

    def __init__(self, place: str, why: str, tile: str | None = None) -> None:
        self.place, self.tile, self.why = place, tile, why
        at = f"{place} › 板块 {tile}" if tile else place
        super().__init__(f"{at}：{why}")
