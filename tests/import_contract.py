"""A contract for import-linter: of these packages, a source may import only what is named.

The built-in `forbidden` type needs every forbidden module listed; a module added later would be
open until someone remembered it.
"""

from __future__ import annotations

import grimp
from importlinter import Contract, ContractCheck, fields, output


class OnlyContract(Contract):
    """`sources` import nothing of `packages` but `allowed` (direct imports, packages whole)."""

    type_name = "only"

    sources = fields.SetField(subfield=fields.ModuleField())
    packages = fields.SetField(subfield=fields.ModuleField())
    allowed = fields.SetField(subfield=fields.ModuleField(), required=False)

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        sources = _with_descendants(graph, self.sources)
        allowed = _with_descendants(graph, self.allowed or set())
        closed = _with_descendants(graph, self.packages) - allowed - sources
        broken = [
            (importer, imported, detail["line_number"])
            for importer in sorted(sources)
            for imported in sorted(graph.find_modules_directly_imported_by(importer) & closed)
            for detail in graph.get_import_details(importer=importer, imported=imported)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported, line in check.metadata["broken"]:
            output.print_error(f"{importer} imports {imported} (l.{line})", bold=False)


def _with_descendants(graph: grimp.ImportGraph, modules: set) -> set[str]:
    """Names of these modules and all that lies below them; a misspelt one is refused."""
    names = {module.name for module in modules}
    if unknown := names - graph.modules:
        raise ValueError(f"no such module: {', '.join(sorted(unknown))}")
    return names.union(*(graph.find_descendants(name) for name in names))
