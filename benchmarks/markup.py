"""Score extraction against the UN's markup, with and without what plain text cannot show of it.

Run `python -m benchmarks.markup PREDICTED`, the folder of JSON that `kg extract --out` wrote. Documents and
scorer stand in `../shared/corpus`. The second line of each organ sets three habits of the markup aside that
differ from file to file while the words are the same:

- the letter of a sub-item, which some files leave inside its words;
- headings, which some files mark as paragraphs without number;
- recitals of sections, which some files put into the preamble.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

CORPUS = Path(__file__).parent.parent.parent / "shared" / "corpus"
ORGANS = {"A/HR": "HRC", "S/RE": "SC", "E/RE": "ECOSOC"}
_LETTER_RE = re.compile(r"^\((?:[a-z]{1,2}|[ivx]{1,5})\)\s*")
_STOP_RE = re.compile(r"[.;:,][\"”’)\]]*$|[;,]\s(?:and|or)$")  # as a paragraph ends
_SECTION_RE = re.compile(r"[A-H]|[IVX]{1,6}")  # not the number of a paragraph


def main(predicted: str) -> None:
    """Print the figures by organ, strict and with the habits set aside."""
    sys.path.insert(0, str(CORPUS))
    import akn  # type: ignore[import-not-found]  # a tool beside the documents
    import score  # type: ignore[import-not-found]

    found = _read(Path(predicted), score)
    strict: defaultdict[str, Counter[str]] = defaultdict(Counter)
    even: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for path in sorted((CORPUS / "akn").rglob("*.xml")):
        want = score.gold(path)
        symbol = score.symbol_key(want["meta"].get("symbol"))
        got = found.get(symbol, {})
        organ = ORGANS.get(symbol[:4], "GA")
        strict[organ] += score.compare(want, got)
        even[organ] += score.compare(*_evened(want, got, akn.blocks(akn.load(str(path))), score))
    for organ in sorted(strict):
        print(organ, "strict", score.figures(strict[organ]))
        print(organ, "evened", score.figures(even[organ]))


def _read(folder: Path, score: ModuleType) -> dict[str, dict[str, Any]]:
    documents = (json.loads(path.read_text(encoding="utf-8")) for path in folder.rglob("*.json"))
    return {score.symbol_key(document.get("symbol")): document for document in documents}


def _evened(
    want: dict[str, Any], got: dict[str, Any], blocks: list[dict[str, Any]], score: ModuleType
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return gold and prediction with the habits of the markup set aside."""
    as_heading = {score.squash(block["text"]) for block in blocks if _is_heading(block)}
    lettered = {score.squash(block["text"]): _LETTER_RE.sub("", block["text"]) for block in blocks}
    provisions = [
        {
            **p,
            "text": score.squash(lettered.get(p["text"], p["text"])),
            "sure": p["sure"] and p["text"] not in as_heading,
        }
        for p in want["provisions"]
    ]
    preamble = {p["text"] for p in want["provisions"] if p["kind"] == "preambular"}
    read = [_as_gold(p, preamble, score) for p in got.get("provisions", [])]
    return {**want, "provisions": provisions}, {**got, "provisions": read}


def _is_heading(block: dict[str, Any]) -> bool:
    """Say whether a paragraph is a heading: without stop or italic verb, numbered as sections are."""
    text, number, italic = block.get("text", ""), (block.get("num") or "").strip(" ."), block.get("italic")
    numbered = not number or _SECTION_RE.fullmatch(number)
    heading = text[:1].isupper() and not _STOP_RE.search(text) and italic in {None, "", text}
    return bool(block["kind"].startswith("operative") and numbered and heading)


def _as_gold(provision: dict[str, Any], preamble: set[str], score: ModuleType) -> dict[str, Any]:
    text = _LETTER_RE.sub("", provision.get("text", ""))
    recital = provision.get("recital") and score.squash(text) in preamble
    return {**provision, "text": text, "kind": "preambular" if recital else provision["kind"]}


if __name__ == "__main__":
    main(*sys.argv[1:])
