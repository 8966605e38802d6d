"""What commands import, the command line, and the extractor: made once for all processes."""

from __future__ import annotations

from importlib import import_module

from kg.cli.main import command_line
from kg.graph.lookup.gazetteer import read_knowledge
from kg.graph.sources.curated import read_sources
from kg.graph.stores.store import memory_store
from kg.pipeline import extract, knowledge
from kg.text.extract import Extractor
from tests.conftest import ROOT

for _name in (
    *(
        "ask",
        "build",
        "cite",
        "compare",
        "export",
        "file_documents",
        "find",
        "ingest",
        "link",
        "load",
        "network",
    ),
    *("patient", "push", "resolve", "review", "save", "search", "validate", "why"),
):
    import_module(f"kg.pipeline.{_name}")
for _name in (
    *(
        "typer._adapters",
        "rich.console",
        "SPARQLWrapper",
        "kg.cli.output",
        "kg.graph.stores.sandbox",
        "kg.text.read.docx",
    ),
    *("kg.text.read.html", "kg.text.read.akn", "kg.text.read.pdf", "kg.fetch.batch", "kg.graph.check.shapes"),
):
    import_module(_name)
command_line()  # kept by its own module: it takes longer to make than most commands to refuse their input
_KNOWN = read_knowledge(memory_store(quad for file in read_sources(ROOT) for quad in file.quads))
_EXTRACTOR = Extractor(_KNOWN)
setattr(knowledge, "knowledge_of", lambda _: _KNOWN)  # noqa: B010 - in place of reading a store anew
setattr(extract, "Extractor", lambda _: _EXTRACTOR)  # noqa: B010 - the workers that a command forks take it too
