"""Measure `kg extract` on the hand labels: acts, addressees, citations, mentions, SDG goals and themes.

Run `python -m benchmarks labels` (the documents stand in `../shared/corpus`).
An entry marked with a doubt is neither required nor counted wrong.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from kg.graph.lookup.gazetteer import read_knowledge
from kg.pipeline.knowledge import graph_of_sources
from kg.text.extract import Extractor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.document import Document, Provision

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases" / "extraction"
SHARED = ROOT.parent / "shared"
CONCERNS = (
    "acts",
    "addressees",
    "addressee ids",
    "citations",
    "governing acts",
    "pinpoints",
    "mentions",
    "goals and targets",
    "themes",
)


class Tally:
    """What was found right, found wrong and missed, by concern, and the cases."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()
        self.cases: list[str] = []

    def count(
        self, concern: str, want: Iterable[Any], got: Iterable[Any], free: Iterable[Any], where: str
    ) -> None:
        """Count one paragraph; what is `free` may be found or not."""
        wanted, found, allowed = Counter(want), Counter(got), Counter(free)
        self.right[concern] += (wanted & found).total()
        missed, extra = wanted - found, found - wanted - allowed
        self.missed[concern] += missed.total()
        self.wrong[concern] += extra.total()
        if missed or extra:
            self.cases.append(f"{concern}\t{where}\t-{sorted(map(str, missed))}\t+{sorted(map(str, extra))}")

    def figures(self) -> dict[str, dict[str, float | int]]:
        """Return precision, recall, F1 and the number of labels by concern."""
        return {concern: self._figure(concern) for concern in CONCERNS}

    def _figure(self, concern: str) -> dict[str, float | int]:
        right, wrong, missed = self.right[concern], self.wrong[concern], self.missed[concern]
        precision = right / (right + wrong) if right + wrong else 1.0
        recall = right / (right + missed) if right + missed else 1.0
        both = precision + recall
        return {
            "labels": right + missed,
            "precision": round(precision, 4),
            "recall": round(recall, 4),
            "f1": round(2 * precision * recall / both, 4) if both else 0.0,
        }


def measure(split: str) -> Tally:
    """Return the tally over the label files of a split, `tune` or `held-out`."""
    extractor = Extractor(read_knowledge(graph_of_sources()))  # not a store that may be older
    tally = Tally()
    for path in sorted((CASES / split).glob("*.yaml")):
        label = yaml.safe_load(path.read_text(encoding="utf-8"))
        document = _document(extractor, label)
        provisions = {one.id: one for one in document.provisions}
        for ident, want in label["paragraphs"].items():
            where = f"{label['document']}/{ident}"
            _count(tally, want or {}, provisions.get(ident), where)
    return tally


def _document(extractor: Extractor, label: dict[str, Any]) -> Document:
    places = (SHARED / "corpus" / label["file"], SHARED / label["file"])
    path = next((place for place in places if place.exists()), places[0])
    documents = extractor.extract_file(path)
    wanted = "".join(label["document"].split())
    return next(
        (one for one in documents if "".join((one.front.symbol or "").split()) == wanted), documents[0]
    )


def _count(tally: Tally, want: dict[str, Any], got: Provision | None, where: str) -> None:
    acts, citations = want.get("acts", []), want.get("citations", [])
    found_acts = got.acts if got else ()
    tally.count("acts", _sure(acts, _type), [act.type for act in found_acts], _doubtful(acts, _type), where)
    addressees = [(one, "doubt" in act) for act in acts for one in act.get("addressees", [])]
    sure = [one for one, doubt in addressees if not doubt and "doubt" not in one]
    free = [one for one, doubt in addressees if doubt or "doubt" in one]
    found = [one for act in found_acts for one in act.addressees]
    tally.count("addressees", map(_head, sure), (_plain(one.head) for one in found), map(_head, free), where)
    tally.count(
        "addressee ids",
        (one["id"] for one in sure if "id" in one and not one["id"].startswith("state/")),
        (one.id for one in found if one.id and not one.id.startswith("state/")),
        (one["id"] for one in free if "id" in one),
        where,
    )
    _count_citations(tally, citations, got, where)
    mentions = want.get("mentions", [])
    tally.count(
        "mentions",
        {_id(one) for one in mentions if not _is_doubtful(one)},
        {one.id for one in got.mentions if one.id.split("/")[0] in _MENTIONED} if got else (),
        {_id(one) for one in mentions if _is_doubtful(one)},
        where,
    )
    goals = [
        *(f"G{one}" for one in want.get("sdg_goals", [])),
        *(f"T{one}" for one in want.get("sdg_targets", [])),
    ]
    found_goals = (
        [*(f"G{one}" for one in got.sdg_goals), *(f"T{one}" for one in got.sdg_targets)] if got else []
    )
    tally.count("goals and targets", set(goals), set(found_goals), (), where)
    if "themes" in want:
        tally.count("themes", set(want["themes"]), set(got.themes) if got else (), (), where)


_MENTIONED = {"body", "mandate", "programme", "initiative"}


def _count_citations(
    tally: Tally, citations: list[dict[str, Any]], got: Provision | None, where: str
) -> None:
    """Count targets; where a target is right, its governing act and its pinpoint."""
    found: dict[str, list[Any]] = defaultdict(list)
    for citation in got.citations if got else ():
        if citation.target:
            found[citation.target].append(citation)
    sure = {one["target"] for one in citations if "doubt" not in one}
    free = {one["target"] for one in citations} - sure
    tally.count("citations", sure, set(found), free, where)
    for one in citations:
        if "doubt" in one or one["target"] not in found:
            continue
        same = found[one["target"]]
        acts = {match.act for match in same}
        tally.count(
            "governing acts",
            [one.get("act")],
            [one.get("act")] if one.get("act") in acts else acts,
            (),
            f"{where} {one['target']}",
        )
    wanted = {
        (one["target"], one.get("pinpoint"))
        for one in citations
        if "doubt" not in one and one["target"] in found
    }
    targets = {target for target, _ in wanted}
    pinned = {(one.target, one.pinpoint) for many in found.values() for one in many if one.target in targets}
    tally.count(
        "pinpoints",
        {pair for pair in wanted if pair[1]},
        {pair for pair in pinned if pair[1]},
        {(one["target"], one.get("pinpoint")) for one in citations if "doubt" in one},
        where,
    )


def _type(act: dict[str, Any]) -> str:
    return str(act["type"])


def _head(one: dict[str, Any]) -> str:
    return _plain(one["head"])


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").lower().removeprefix("the ").split())


def _sure(entries: list[dict[str, Any]], key: Callable[[dict[str, Any]], str]) -> list[str]:
    return [key(one) for one in entries if "doubt" not in one]


def _doubtful(entries: list[dict[str, Any]], key: Callable[[dict[str, Any]], str]) -> list[str]:
    return [key(one) for one in entries if "doubt" in one]


def _id(one: dict[str, Any] | str) -> str:
    return str(one["id"]) if isinstance(one, dict) else str(one)


def _is_doubtful(one: dict[str, Any] | str) -> bool:
    return isinstance(one, dict) and "doubt" in one


def run(split: str, *, cases: bool = False) -> None:
    """Print the figures of a split as JSON; with `cases`, also what was missed (-) and found wrong (+)."""
    tally = measure(split)
    if cases:
        print("\n".join(sorted(tally.cases)))
    print(json.dumps({"split": split, **tally.figures()}, indent=1))


if __name__ == "__main__":
    import sys

    run(sys.argv[1] if len(sys.argv) > 1 else "tune", cases="--cases" in sys.argv)
