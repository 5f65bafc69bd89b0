"""SQL files -> models in the order they must be built.

A file `sql/<schema>/<name>.sql` is the table `<schema>.<name>`; DuckDB's own parser says what it
reads.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.errors import ModelError, Problem
from warehouse.header import NAME, OPENING, Header, read_header
from warehouse.lint import lint
from warehouse.parse import SyntaxFault, TableRef, parse_select

MODEL_SCHEMAS = ("staging", "marts", "metrics")
CHECKS = "checks"
VALUE = "metrics.value"
DEFINITION = "metrics.definition"
# What the roll-up of metrics.value reads beside the metrics themselves.
ROLLUP_READS = ("staging.area", "staging.area_ancestor", "staging.unit_return", "staging.week")
EARLY_META = (
    *("meta.correction", "meta.finding", "meta.lineage", "meta.load", "meta.load_column"),
    *("meta.source", "meta.source_column", "meta.source_rule", "meta.version"),
)
LATE_META = ("meta.column", "meta.table")
CHECK = "meta.check"
# What the checks found and what an edition lacks: neither a model nor a check can read it.
LAST_META = (CHECK, "meta.withheld")


@dataclass(frozen=True)
class Model:
    """One SQL file: its table, header, text and the tables it reads, in order of appearance."""

    schema: str
    name: str
    file: str
    header: Header
    text: str
    refs: tuple[TableRef, ...] = field(repr=False)

    @property
    def table(self) -> str:
        """schema.name"""
        return f"{self.schema}.{self.name}"

    @property
    def reads(self) -> tuple[str, ...]:
        """The tables read, each once, in order of appearance."""
        return tuple(dict.fromkeys(ref.name for ref in self.refs))

    @property
    def sql(self) -> str:
        """The select alone, without the header comment."""
        opening = OPENING.match(self.text)
        return self.text[opening.end() if opening else 0 :].strip()


@dataclass(frozen=True)
class Project:
    """Everything in sql/ that a build runs: models by table name, checks by file name."""

    models: Mapping[str, Model]
    checks: tuple[Model, ...]

    @property
    def metrics(self) -> tuple[Model, ...]:
        """The metric models, by name."""
        return tuple(m for _, m in sorted(self.models.items()) if m.schema == "metrics")

    @property
    def hash(self) -> str:
        """First 12 hex digits of SHA-256 over every file's table name and text."""
        digest = hashlib.sha256()
        for model in sorted((*self.models.values(), *self.checks), key=lambda m: m.table):
            digest.update(f"{model.table}\0{model.text}\0".encode())
        return digest.hexdigest()[:12]


def read_model(path: Path, sql_dir: Path) -> Model:
    """One SQL file as a model; ModelError lists every fault found in it."""
    file = f"{sql_dir.name}/{path.relative_to(sql_dir).as_posix()}"
    schema = path.relative_to(sql_dir).parts[0]
    if not NAME.fullmatch(path.stem):
        remedy = "文件名只用小写字母、数字和下划线，以字母开头"
        raise ModelError([Problem(file, None, f"文件名 {path.stem} 不能作表名", remedy)])
    try:
        text = path.read_text(encoding="utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        problem = Problem(file, None, f"不是 UTF-8 文本（{error.reason}）", "另存为 UTF-8")
        raise ModelError([problem]) from error
    return parse_model(file, schema, path.stem, text)


def parse_model(file: str, schema: str, name: str, text: str) -> Model:
    """The model that `text` would be as `file`; ModelError lists every fault found in it."""
    header = read_header(file, schema, text)
    parsed = parse_select(text)
    if isinstance(parsed, SyntaxFault):
        remedy = "按行号改正" if parsed.line else "一个文件只写一条 select"
        raise ModelError([Problem(file, parsed.line, parsed.problem, remedy)])
    if problems := tuple(lint(file, schema, parsed)):
        raise ModelError(problems)
    return Model(schema, name, file, header, text, parsed.reads)


def load_project(sql_dir: Path) -> Project:
    """All models and checks under `sql_dir`; ModelError lists every fault of every file."""
    problems: list[Problem] = []
    found: list[Model] = []
    for schema in (*MODEL_SCHEMAS, CHECKS):
        for path in sorted((sql_dir / schema).rglob("*.sql")):
            try:
                found.append(read_model(path, sql_dir))
            except ModelError as error:
                problems.extend(error.problems)
    problems.extend(_doubled(found))
    if problems:
        raise ModelError(problems)
    models = {m.table: m for m in found if m.schema != CHECKS}
    return Project(models, tuple(m for m in found if m.schema == CHECKS))


def _doubled(models: Iterable[Model]) -> Iterator[Problem]:
    owner = {VALUE: "建库程序", DEFINITION: "建库程序"}
    for model in models:
        if model.table in owner:
            problem = f"表 {model.table} 已由 {owner[model.table]} 产生"
            yield Problem(model.file, None, problem, "改名或删去其中一个文件")
        owner.setdefault(model.table, model.file)


def build_order(project: Project, given: Collection[str]) -> tuple[str, ...]:
    """Every table in the order it can be made, metrics.value and metrics.definition included.

    `given` are the tables that exist before the first model (raw.*, codes.*, early meta.*).
    ModelError names unknown tables (with the nearest known name) and circles (with the path).
    """
    edges = dependencies(project)
    known = {*given, *edges}
    if problems := [*_unknown(project, known), *_rollup_gaps(project, known)]:
        raise ModelError(problems)
    return _sorted(project, edges)


def dependencies(project: Project) -> dict[str, tuple[str, ...]]:
    """table -> the tables it reads, metrics.value and metrics.definition included."""
    edges = {table: model.reads for table, model in project.models.items()}
    metrics = tuple(m.table for m in project.metrics)
    edges[DEFINITION] = metrics  # whether there is a denominator is seen in the metric's table
    edges[VALUE] = (*metrics, *ROLLUP_READS) if metrics else ()
    return edges


def _unknown(project: Project, known: set[str]) -> Iterator[Problem]:
    for model in (*project.models.values(), *project.checks):
        for ref in model.refs:
            if ref.name in known or (model.schema == CHECKS and ref.name in LATE_META):
                continue
            if ref.name in LATE_META:
                problem = f"表 {ref.name} 在全部模型之后才产生，模型不能读"
                yield Problem(model.file, ref.line, problem, "改在 checks 里读")
                continue
            if ref.name in LAST_META:
                problem = f"表 {ref.name} 在审计之后才产生，模型和核对都不能读"
                yield Problem(model.file, ref.line, problem, "去掉这处引用")
                continue
            near = difflib.get_close_matches(ref.name, known, n=1, cutoff=0.5)
            hint = f"是不是 {near[0]}？" if near else "核对模式名和表名"
            yield Problem(model.file, ref.line, f"没有表 {ref.name}", hint)


def _rollup_gaps(project: Project, known: set[str]) -> Iterator[Problem]:
    for table in ROLLUP_READS:
        if project.metrics and table not in known:
            file = f"sql/{table.replace('.', '/')}.sql"
            yield Problem(file, None, f"指标逐级汇总要用 {table}，但没有这个模型", "补写这个文件")


def _sorted(project: Project, edges: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    done: dict[str, None] = {}

    def visit(table: str, path: tuple[str, ...]) -> None:
        if table in done or table not in edges:
            return
        if table in path:
            circle = (*path[path.index(table) :], table)
            model = next(project.models[t] for t in circle if t in project.models)
            problem = f"模型互相引用成圈：{' → '.join(circle)}（箭头指向被读的表）"
            raise ModelError([Problem(model.file, None, problem, "去掉圈中的一处引用")])
        for upstream in sorted(edges[table]):
            visit(upstream, (*path, table))
        done[table] = None

    for table in sorted(edges):
        visit(table, ())
    return tuple(done)


def lineage(project: Project) -> tuple[tuple[str, str], ...]:
    """(from_table, to_table) for every table that another one reads, sorted."""
    edges = dependencies(project)
    return tuple(sorted({(read, table) for table, reads in edges.items() for read in reads}))


def upstream(project: Project, table: str) -> frozenset[str]:
    """Every table that feeds `table`, directly or through others."""
    edges = dependencies(project)
    found: set[str] = set()
    waiting = [table]
    while waiting:
        for read in edges.get(waiting.pop(), ()):
            if read not in found:
                found.add(read)
                waiting.append(read)
    return frozenset(found)
