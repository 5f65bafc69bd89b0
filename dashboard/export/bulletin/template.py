"""The template before it is filled: each slot is found, parsed and tried, and faults have a place.

What Word or WPS does to a slot while it is typed (split into runs, curly quotes) is put right by
docxtpl; what would make docxtpl drop a part of the text is refused here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from dashboard.export.bulletin.grammar import Grammar, UnknownWord
from dashboard.export.bulletin.printing import BadTemplate
from dashboard.proof.docx import open_docx
from dashboard.proof.extract import Extract, Paragraph, Unreadable
from warehouse.common.oserrors import cause

OWN = "简报模板.docx"
SHIPPED = Path(__file__).with_name("template.docx")
_SLOT = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_BRACES = re.compile(r"[{｛]\s*[{｛%％]|[}｝%％]\s*[}｝]")
_STATEMENT = re.compile(r"\{%(?P<whole>p|tr)?[-\s]\s*(?P<word>\w+)\s*(?P<rest>.*?)\s*-?%\}")
_LOOP = re.compile(r"(\w+)\s+in\s+(.+)")
_PRINTED = re.compile(r"\{\{-?\s*(.*?)\s*-?\}\}")
_NAMES = (nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Const, nodes.Slice)
_CONDITIONS = (*_NAMES, nodes.And, nodes.Or, nodes.Not, nodes.Operand, nodes.Compare)
_LIKE = "名称之间用英文句点连接，如 {{ 全市.geohazard_sites_found }}"
_ENDS = {"endif": "if", "endfor": "for"}
_QUOTES = str.maketrans("“”‘’", "\"\"''")


@dataclass(frozen=True)
class _Opened:
    """A statement that waits for its end: `whole` is p, tr or empty, `at` its paragraph."""

    word: str
    whole: str
    at: int
    place: str


def chosen(own: Path) -> Path:
    """The deployment's own template where there is one, else the shipped one."""
    return own if own.exists() else SHIPPED


def opened(path: Path) -> Extract:
    """The text of the template; BadTemplate for what is no Word document or is damaged."""
    try:
        return open_docx(path).extract
    except Unreadable as error:
        raise BadTemplate(f"模板用不了。{error}".replace("再核对", "再导出")) from error
    except OSError as error:
        raise BadTemplate(f"{path}：模板读不出（{cause(error)}）。请检查文件权限") from error


def check(path: Path, grammar: Grammar, environment: Environment) -> list[str]:
    """Tries every slot of the template; BadTemplate names the paragraph, the slot, the fault.

    Gives the words that stand outside all slots and conditions: a document must have them all.
    """
    extract = opened(path)
    if revisions := dict(extract.parts).get("修订"):
        raise BadTemplate(
            f"{path}：有 {revisions} 处修订痕迹。请在 Word 或 WPS 里接受或拒绝全部修订后再导出"
        )
    return _Checker(path, grammar, environment).check(extract)


class _Checker:
    def __init__(self, path: Path, grammar: Grammar, environment: Environment) -> None:
        self.path, self.grammar, self.environment = path, grammar, environment
        self.open: list[_Opened] = []
        self.always: list[str] = []

    def check(self, extract: Extract) -> list[str]:
        for story in dict.fromkeys(p.story for p in extract.paragraphs):
            for at, paragraph in enumerate(extract.paragraphs):
                if paragraph.story == story:
                    self._paragraph(at, paragraph)
            if self.open:
                one = self.open[-1]
                self._refuse(one.place, f"{{% {one.word} %}}", f"没有对应的 end{one.word}")
        return self.always

    def _refuse(self, place: str, slot: str, why: str) -> None:
        raise BadTemplate(f"{self.path} {place}“{slot}”：{why}。请用 Word 或 WPS 改正模板后再导出")

    def _paragraph(self, at: int, paragraph: Paragraph) -> None:
        text = paragraph.text
        if loose := _BRACES.search(_SLOT.sub("", text)):
            self._refuse(
                paragraph.place,
                _around(text, loose[0]),
                "花括号没有成对写全，或用了全角的花括号、百分号",
            )
        words, slots = _SLOT.split(text), _SLOT.findall(text)
        for said, slot in zip(words, [*slots, ""], strict=True):
            if not self.open:
                self.always += said.split()
            try:
                if slot:
                    self._slot(at, paragraph, slot.translate(_QUOTES))
            except UnknownWord as wrong:
                self._refuse(paragraph.place, slot, str(wrong))
            except TemplateSyntaxError as wrong:
                self._refuse(paragraph.place, slot, f"写法不对（{wrong.message}）。{_LIKE}")
        if self.open and not self.open[-1].whole and self.open[-1].at == at:
            one = self.open[-1]
            self._refuse(
                one.place,
                f"{{% {one.word} %}}",
                f"这一段里没有 {{% end{one.word} %}}；"
                f"管几段的，写成单独一段的 {{%p {one.word} … %}}",
            )

    def _slot(self, at: int, paragraph: Paragraph, slot: str) -> None:
        if slot.startswith("{#"):
            return
        if slot.startswith("{{"):
            found = _PRINTED.fullmatch(slot)
            self._try(found[1] if found else "", _NAMES)
            return
        if (found := _STATEMENT.fullmatch(slot)) is None:
            raise UnknownWord("写法不对：应写作 {% if … %}、{%p if … %}、{%tr for … %} 等")
        word, whole = found["word"], found["whole"] or ""
        if whole and paragraph.text.strip().translate(_QUOTES) != slot:
            raise UnknownWord(f"{{%{whole} … %}} 应单独成{'段' if whole == 'p' else '行'}")
        if word in ("if", "for"):
            self._begin(_Opened(word, whole, at, paragraph.place), found["rest"])
        elif word in _ENDS:
            self._end(_Opened(_ENDS[word], whole, at, paragraph.place))
        elif word in ("elif", "else") and self.open and self.open[-1].word == "if":
            if self.open[-1].whole != whole:
                raise UnknownWord(f"与上面的 if 写法不同（一处带 {whole or 'p'}，一处不带）")
            if word == "elif":
                self._try(found["rest"], _CONDITIONS)
        else:
            raise UnknownWord(f"不能用“{word}”。可用：if、elif、else、endif、for、endfor")

    def _begin(self, one: _Opened, rest: str) -> None:
        if one.word == "if":
            self._try(rest, _CONDITIONS)
        elif (found := _LOOP.fullmatch(rest)) is None:
            raise UnknownWord("应写作 for 区 in 各区市")
        else:
            self.grammar.loop(found[1], self._parsed(found[2]))
        self.open.append(one)

    def _end(self, one: _Opened) -> None:
        if not self.open or self.open[-1].word != one.word:
            raise UnknownWord(f"前面没有对应的 {one.word}")
        begun = self.open.pop()
        if begun.whole != one.whole:
            raise UnknownWord(f"与{begun.place}的 {one.word} 写法不同：p、tr 要写就都写")
        if not one.whole and begun.at != one.at:
            raise UnknownWord(f"与{begun.place}的 {one.word} 不在同一段")

    def _try(self, expression: str, allowed: tuple[type[nodes.Node], ...]) -> None:
        tree = self._parsed(expression)
        for node in (tree, *tree.find_all(nodes.Node)):
            is_order = isinstance(node, nodes.Operand) and node.op not in ("eq", "ne")
            if is_order or not isinstance(node, allowed):
                raise UnknownWord("这里只能写名称，条件里可用 and、or、not、==，不能计算")
        self.grammar.look(tree)

    def _parsed(self, expression: str) -> nodes.Node:
        """The one expression, as Jinja reads it."""
        body = self.environment.parse(f"{{{{ {expression} }}}}").body
        output = body[0] if len(body) == 1 else None
        if not isinstance(output, nodes.Output) or len(output.nodes) != 1 or not expression:
            raise UnknownWord(f"写法不对。{_LIKE}")
        return output.nodes[0]


def _around(text: str, what: str, reach: int = 12) -> str:
    at = text.find(what)
    return text[max(0, at - reach) : at + len(what) + reach].strip()
