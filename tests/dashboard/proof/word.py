"""Word documents for tests: what python-docx does not make is put in as XML."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = """<w:r {w} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent>
<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t>
</w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p>
</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"""
INSERTED = '<w:ins {w} w:id="7" w:author="甲"><w:r><w:t>{text}</w:t></w:r></w:ins>'
DELETED = '<w:del {w} w:id="8" w:author="甲"><w:r><w:delText>{text}</w:delText></w:r></w:del>'
FIELD = "<w:r {w}><w:instrText>{text}</w:instrText></w:r>"
NOTES = """<w:footnotes {w}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r>
</w:p></w:footnote><w:footnote w:id="1"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def document(*paragraphs: str | tuple[str, ...]) -> Any:
    """A document of these paragraphs; one given as a tuple has a run for each text."""
    made = Document()
    for paragraph in paragraphs:
        added = made.add_paragraph()
        for run in (paragraph,) if isinstance(paragraph, str) else paragraph:
            added.add_run(run)
    return made


def xml(kind: str, text: str) -> Any:
    """One of the pieces above as an element."""
    return parse_xml(kind.format(w=W, text=text))


def add_footnote(made: Any, text: str) -> None:
    """A part with one footnote, as Word writes it."""
    blob = NOTES.format(w=W, text=text).encode()
    part = Part(PackURI("/word/footnotes.xml"), NOTES_TYPE, blob, made.part.package)
    made.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def saved(made: Any, path: Path) -> Path:
    """The document written to `path`."""
    made.save(str(path))
    return path
