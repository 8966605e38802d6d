"""Hold every statement that is extracted from official documents against the source it was read from.

    python -m benchmarks.rematch CORPUS

prints, as JSON, how many files and documents were read, how many provisions and footnotes, acts, addressees,
citations and mentions were held against their source, and what does not stand there; exit code 1 where
anything does not. `tests/text/test_rematch.py` does the same with a sample.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.pipeline.knowledge import knowledge_of
from kg.text.extract import Extractor
from kg.text.rematch import find_unmatched

if TYPE_CHECKING:
    from kg.document import Document

_SUFFIXES = {".xml", ".txt", ".pdf", ".html", ".docx", ".md"}


def main(corpus: Path) -> int:
    """Print the counts, and return how many statements do not stand in their source."""
    extractor = Extractor(knowledge_of(None))
    counts: Counter[str] = Counter()
    lines: list[str] = []
    began = time.process_time()
    for path in sorted(each for each in corpus.rglob("*") if each.suffix in _SUFFIXES):
        try:
            documents = extractor.extract_file(path)
        except InputError as refusal:
            print(f"# {refusal}", file=sys.stderr)
            continue
        counts["files"] += 1
        for document in documents:
            _count(document, counts)
            lines += [f"{path.name} {line}" for line in find_unmatched(document)]
    print(
        json.dumps({**counts, "not in their source": lines, "seconds": round(time.process_time() - began, 1)})
    )
    return len(lines)


def _count(document: Document, counts: Counter[str]) -> None:
    counts["documents"] += 1
    counts["footnotes"] += len(document.footnotes)
    for provision in document.provisions:
        counts["provisions"] += 1
        counts["acts"] += len(provision.acts)
        counts["addressees"] += sum(len(act.addressees) for act in provision.acts)
        counts["citations"] += len(provision.citations)
        counts["mentions"] += len(provision.mentions)


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1])) else 0)
