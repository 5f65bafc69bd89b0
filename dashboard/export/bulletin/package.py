"""A Word document as bytes that are the same each time it is made."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, time
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE

from dashboard.export.bulletin.printing import unmarked

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can tell
_FIRST = "[Content_Types].xml"  # readers that look at the first bytes expect it there
_XML = (".xml", ".rels")
_CORE = "metadata/core-properties"


def dated(document: Any, title: str, author: str, on: date) -> None:
    """Core properties that say nothing of who made the document on which machine, and when."""
    moment = datetime.combine(on, time(), UTC)
    told = document.core_properties
    told.title, told.author, told.last_modified_by = title, author, author
    told.created = told.modified = moment
    told.revision, told.comments, told.keywords = 1, "", ""


def properties_found(package: Any) -> None:
    """Core properties of a document that LibreOffice saved are those that python-docx looks for.

    It names the relation to them otherwise: others of the same file name would be added, and a
    package with two files of one name is damaged to Word.
    """
    expected = RELATIONSHIP_TYPE.CORE_PROPERTIES
    for number, relation in list(package.rels.items()):
        if relation.reltype.endswith(_CORE) and relation.reltype != expected:
            del package.rels[number]
            package.relate_to(relation.target_part, expected)


def fixed(content: bytes) -> bytes:
    """The same document without times of its parts, in one order, the marks of figures gone."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as package,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as clean,
    ):
        for name in sorted(package.namelist(), key=lambda name: (name != _FIRST, name)):
            part = package.read(name)
            if name.endswith(_XML):
                part = unmarked(part.decode("utf-8")).encode()
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            clean.writestr(info, part)
    return made.getvalue()
