"""Time extraction on texts made to be slow: a line of a million characters of each kind.

    python -m benchmarks.hostile [NAME...]

prints the seconds of processor time that each takes, the slowest last, and how many times longer it takes
than an eighth of it: about 8 where time is linear, 64 where it is quadratic.
"""

from __future__ import annotations

import sys
import time

from kg.errors import InputError
from kg.pipeline.knowledge import knowledge_of
from kg.text.extract import Extractor

SIZE = 1_000_000
"""Characters of a line."""
PART = 8

UNITS = {
    # one character, of the kinds that rules look for
    "letter": "a",
    "digit": "1",
    "capital": "I",
    "asterisk": "*",
    "bracket": "(",
    "dash": "-",
    "underscore": "_",
    "quotation mark": "“",
    "space": " ",
    "line feed": "\n",
    # words, numbers and marks without an end
    "words": "A ",
    "numbers": "1 ",
    "bullets": "* ",
    "stops": "a.",
    "commas": ", and ",
    "lines": "x\n",
    "hyphens": "multi-",
    "infinitives": "to ",
    "participles": "noting ",
    "second acts": ", and requests ",
    "letters in brackets": "(a) ",
    "roman numbers": "(iv) ",
    "marks": "a⁴ ",
    # names and references, begun and never done
    "genitives": "of the ",
    "capitals": "The X of ",
    "names": "Member States, ",
    "short forms": "the Convention ",
    "symbols": "A/",
    "session numbers": "1/",
    "resolutions": "resolutions 70/1, 70/2 and ",
    "paragraphs of resolutions": "paragraph 4 of its resolution 70/1 of ",
    "articles": "articles 1, 2 and ",
    "treaty series": "vol. 1, No. 2, ",
    "ibid": "Ibid., vol. 1, No. 2. ",
    "goals": "Goals 1, 2 and 3 ",
    "dates": "of 12 December 2019 ",
    "pages": "A/RES/70/1\n1/3\n",
    "rules": "____\n1 x\n",
}
OPEN = "The General Assembly,\n\nRecalling its resolution 70/1,\n\n1. Requests "
CLOSE = "x;\n\n2. Decides to end.\n"


def hostile(name: str, size: int = SIZE) -> bytes:
    """Return a resolution whose first paragraph goes on with one unit up to a number of characters."""
    unit = UNITS[name]
    return (OPEN + unit * (size // len(unit)) + CLOSE).encode()


def seconds(extractor: Extractor, data: bytes) -> float:
    """Return the processor time of one extraction; a refusal counts as an answer."""
    began = time.process_time()
    try:
        extractor.extract_bytes(data, name="hostile.txt")
    except InputError as refusal:
        print(f"# {refusal}", file=sys.stderr)
    return time.process_time() - began


def run(names: list[str]) -> None:
    """Print the name of each pattern, its seconds, and the growth from an eighth of it."""
    extractor = Extractor(knowledge_of(None))
    rows = []
    for name in names or UNITS:
        part = seconds(extractor, hostile(name, SIZE // PART))
        whole = seconds(extractor, hostile(name))
        rows.append((whole, whole / max(part, 0.01), name))
    for whole, growth, name in sorted(rows):
        print(f"{whole:6.2f} s  x{growth:4.1f}  {name}")


if __name__ == "__main__":
    run(sys.argv[1:])
