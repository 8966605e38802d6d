"""Count how much of a store has a witness: facts with a source, statements that stand in their text.

    python -m benchmarks.witnesses [STORE] [--files FOLDER]

With the folder of the files that were ingested, each file is found by its digest and read again, and the text
that is kept must be what its bytes give.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError
from kg.graph.check.checked import copy_graphs
from kg.graph.check.hygiene import check_hygiene, read_rules
from kg.graph.evidence.statements import EvidenceReader
from kg.graph.evidence.witness import method_of
from kg.graph.ingested.store import stored_readings
from kg.graph.ingested.texts import open_texts
from kg.graph.sources.curated import INFERRED_GRAPH, PROVENANCE_GRAPH
from kg.graph.stores.store import DEFAULT_STORE, LocalStore, open_folder
from kg.namespaces import expand
from kg.pipeline.quotes import check_quotes
from kg.text.read.file import read_bytes

if TYPE_CHECKING:
    from kg.graph.ingested.texts import Texts

RULES = Path(__file__).parent.parent / "shapes" / "hygiene"
_RULE = "fact-without-source"
_APART = {ox.NamedNode(expand(name)) for name in ("cp:Source", "skos:ConceptScheme")}
_IN_SCHEME = ox.NamedNode(expand("skos:inScheme"))
_DERIVED = {INFERRED_GRAPH, PROVENANCE_GRAPH}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("store", nargs="?", type=Path, default=Path(DEFAULT_STORE))
    parser.add_argument("--files", type=Path, help="folder of the files that were ingested")
    given = parser.parse_args()
    store = ox.Store()
    store.bulk_extend(open_folder(given.store))
    print_curated(store)
    try:
        with open_texts(given.store) as texts:
            print_extracted(store, texts, given.files)
    except InputError as error:
        print(f"documents: {error}")


def print_curated(store: ox.Store) -> None:
    """Print how many curated statements name a source, and what the hygiene rule says."""
    reader, found = EvidenceReader(store), Counter[bool]()
    begun = time.process_time()
    curated = [name for name in store.named_graphs() if method_of(str(name)[1:-1]) == "curated"]
    quads = [quad for name in curated for quad in store.quads_for_pattern(None, None, None, name)]
    apart = {quad.subject for quad in quads if quad.object in _APART or quad.predicate == _IN_SCHEME}
    for quad in quads:
        if quad.subject not in apart:
            found[all(evidence.source for evidence in reader.of(quad))] += 1
    rest = len(quads) - found.total()
    print(f"curated statements: {len(quads):,}, of which {rest:,} are records of sources, or definitions")
    print(f"curated facts: {found.total():,}, with a source {found[True]:,} ({_spent(begun)})")
    (rule,) = (rule for rule in read_rules(RULES) if rule.name == _RULE)
    names = [name for name in store.named_graphs() if isinstance(name, ox.NamedNode)]
    asserted = copy_graphs(store, [name for name in names if name.value not in _DERIVED])
    begun = time.process_time()
    findings = check_hygiene(LocalStore(asserted), [rule])
    print(f"facts without source: {len(findings):,} ({_spent(begun)})")


def print_extracted(store: ox.Store, texts: Texts, files: Path | None) -> None:
    """Print how many statements stand in their text, and how many texts are those of their files."""
    begun = time.process_time()
    checked = check_quotes(store, texts, sorted(stored_readings(store)))
    told = f"extracted statements: {checked.statements:,} of {checked.documents:,} documents"
    print(f"{told}, matched {checked.matched:,} ({_spent(begun)})")
    for finding in checked.findings[:20]:
        print(f"  {finding.focus}: {finding.message}")
    if files:
        same, kept = count_same(texts, files)
        print(f"texts kept: {kept:,}, the same as read anew from the bytes of their file {same:,}")


def count_same(texts: Texts, files: Path) -> tuple[int, int]:
    """Return how many texts are what the bytes of their file give, and how many are kept."""
    kept = texts.kept()
    wanted: dict[str, list[str]] = {}
    for path, one in kept.items():
        wanted.setdefault(one.sha256, []).append(path)
    same = 0
    for file in sorted(path for path in files.rglob("*") if path.is_file()):
        data = file.read_bytes()
        for path in wanted.pop(sha256(data).hexdigest(), ()):
            same += read_bytes(data, name=file.name).source == texts.source(path)
    return same, len(kept)


def _spent(begun: float) -> str:
    return f"{time.process_time() - begun:.1f} s"


if __name__ == "__main__":
    main()
