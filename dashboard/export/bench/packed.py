"""A folder as one zip file, handed on while it is made: neither memory nor disk holds it whole."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

BLOCK = 1 << 18  # bytes
PACKED_ALREADY = (".png", ".docx", ".xlsx", ".pdf")  # packing them again gains nothing
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the folder's own facts say when it was made


class _Passage:
    """What the zip is written into: a place without a way back, emptied as it fills."""

    def __init__(self) -> None:
        self._held: list[bytes] = []

    def write(self, content: bytes) -> int:
        self._held.append(bytes(content))
        return len(content)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Whoever reads the parts closes."""

    def emptied(self) -> bytes:
        """What was written since the last time."""
        content = b"".join(self._held)
        self._held.clear()
        return content


def streamed(folder: Path) -> Iterator[bytes]:
    """The zip of every file in the folder, in parts.

    The folder is held: another export that takes its place in the meantime does not mix with it;
    OSError, and so a download that breaks off, where a file is gone. Links are not followed.
    """
    root = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        passage = _Passage()
        with zipfile.ZipFile(passage, "w") as package:
            for place, folders, files, here in os.fwalk(".", dir_fd=root, follow_symlinks=False):
                folders.sort()
                for name in sorted(files):
                    inside = os.path.normpath(f"{folder.name}/{place}/{name}")
                    yield from _packed(package, passage, inside, name, here)
        yield passage.emptied()
    finally:
        os.close(root)


def _packed(
    package: zipfile.ZipFile, passage: _Passage, inside: str, name: str, here: int
) -> Iterator[bytes]:
    handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=here)
    with os.fdopen(handle, "rb") as file:
        entry = zipfile.ZipInfo(inside, _EPOCH)
        entry.file_size = os.fstat(file.fileno()).st_size
        is_packed = name.endswith(PACKED_ALREADY)
        entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        with package.open(entry, "w") as packed:
            while block := file.read(BLOCK):
                packed.write(block)
                yield passage.emptied()
