"""Measure how long `kg load` takes for a thesaurus of EuroVoc's size and shape, beside its mere parsing.

Run `python -m benchmarks.loading`; it needs a store (`kg build`). The file is made here: 7,500 concepts in 24
languages, each label once as SKOS and three times as SKOS-XL, 2.4 million statements of RDF/XML.
"""

from __future__ import annotations

import json
import resource
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pyoxigraph as ox

from kg.graph.stores.external import external_graph
from kg.graph.stores.store import LocalStore, loaded_beside, local_path
from kg.pipeline.load import Wish, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

T = TypeVar("T")

_CONCEPTS = 7_500
_CODES = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
_SPACE = "http://eurovoc.europa.eu/"
_HEAD = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dct="http://purl.org/dc/terms/"'
    ' xmlns:skos="http://www.w3.org/2004/02/skos/core#" xmlns:xl="http://www.w3.org/2008/05/skos-xl#">\n'
)
_QUERY = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?c skos:prefLabel ?l FILTER(LANG(?l) = "en") }} }}"""


def main() -> None:
    """Print seconds of the processor, statements read and kept, peak memory, and what a join costs."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "store").symlink_to(local_path(None).resolve())
        (place / "eurovoc.rdf").write_text("".join(_lines()), encoding="utf-8")
        parsing, read = _timed(lambda: sum(1 for _ in ox.parse(path=str(place / "eurovoc.rdf"))))
        loading, done = _timed(lambda: load(Wish(place / "eurovoc.rdf"), place / "store"))
        engine = LocalStore(ox.Store(), loaded_beside(place / "store"))
        query = _QUERY.format(graph=external_graph("eurovoc"))
        first, _ = _timed(lambda: engine.select(query))
        asking, _ = _timed(lambda: engine.select(query))
        size = (place / "eurovoc.rdf").stat().st_size
    row = {
        "megabytes": size // 10**6,
        "statements": read,
        "kept": done.statements,
        "parsing_s": round(parsing, 1),
        "loading_s": round(loading, 1),
        "ratio": round(loading / parsing, 1),
        "block_of_7500_rows_ms": [round(1000 * first), round(1000 * asking)],
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(row))


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    started = time.process_time()
    found = work()
    return time.process_time() - started, found


def _lines() -> Iterator[str]:
    yield _HEAD
    for number in range(_CONCEPTS):
        yield _concept(number)
    yield "</rdf:RDF>\n"


def _concept(number: int) -> str:
    concept = [
        f'<skos:Concept rdf:about="{_SPACE}{number + 1}"><skos:inScheme rdf:resource="{_SPACE}100141"/>'
        f'<skos:broader rdf:resource="{_SPACE}{number // 8 + 1}"/>'
    ]
    labels = []
    for language in _CODES.split():
        concept.append(
            f'<skos:prefLabel xml:lang="{language}">concept {number} in {language}</skos:prefLabel>'
        )
        for place, kind in enumerate(("prefLabel", "altLabel", "altLabel")):
            iri = f"{_SPACE}{language}/{number}/{place}"
            concept.append(f'<xl:{kind} rdf:resource="{iri}"/>')
            labels.append(
                f'<xl:Label rdf:about="{iri}"><xl:literalForm xml:lang="{language}">term {number} {place} in'
                f" {language}</xl:literalForm><dct:created>2020-01-01</dct:created></xl:Label>\n"
            )
    return "".join([*concept, "</skos:Concept>\n", *labels])


if __name__ == "__main__":
    main()
