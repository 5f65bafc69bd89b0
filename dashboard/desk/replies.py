"""What the desk's handlers have in common: reading a request's body, refusing in Chinese."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

BODY_BYTES = 2 << 20


def refused(text: str, status: int) -> Response:
    """An answer that says why there is none."""
    return JSONResponse({"error": {"kind": "refused", "text": text}}, status_code=status)


async def body(request: Request, most: int = BODY_BYTES) -> bytes | None:
    """The body; None when it is longer than `most` (by itself: than any query may be)."""
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > most:
            return None
    return bytes(content)
