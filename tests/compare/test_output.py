"""Does a reader see what differs, on the page and in JSON?"""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from kg.compare.as_html import comparison_html
from kg.compare.as_json import comparison_json
from kg.compare.display import Run, excerpt, label, runs, shift_words, summary
from kg.compare.documents import compare_documents
from kg.compare.report import Comparison, Paragraph, Row, Shift
from kg.compare.strength import Scales
from kg.compare.words import compare_words
from tests.compare.made import document

VOID = {"meta", "col", "br"}


class Page(HTMLParser):
    """Collects marked words and addresses, and checks that tags close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.marked: dict[str, list[str]] = {"del": [], "ins": []}
        self.heard: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.scripts = 0
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open += [tag] if tag not in VOID else []
        self.scripts += tag in {"script", "link", "img", "iframe"}
        found = dict(attrs)
        self.ids += filter(None, [found.get("id")])
        self.links += filter(None, [found.get("href")])
        if tag in self.marked:
            self.marked[tag].append("")
        self.heard += [""] if found.get("class") == "heard" else []

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "span" in self.open and self.open[-1] == "span":
            return
        for tag in ("del", "ins"):
            if tag in self.open:
                self.marked[tag][-1] += data


@pytest.fixture
def found() -> Comparison:
    before = document("pp/1: Recalling play,", "op/1: Urges States to play <loud>;", "op/2: Decides to rest.")
    after = document("pp/1: Recalling play,", "op/1: Urges States to sing <loud>;", "op/2: Thanks the choir.")
    return compare_documents(before, after, Scales())


def test_does_the_page_mark_what_differs(found: Comparison) -> None:
    page = Page(comparison_html(found))
    assert page.open == []
    assert page.marked == {
        "del": ["play", "Decides to rest."],
        "ins": ["sing", "Thanks the choir."],
    }
    assert page.scripts == 0
    assert {link.removeprefix("#") for link in page.links} == set(page.ids)


def test_is_what_is_marked_also_said(found: Comparison) -> None:
    text = comparison_html(found)
    assert text.count("[deleted: ") == text.count("<del>") == 2
    assert text.count("[inserted: ") == text.count("<ins>") == 2


def test_is_the_text_of_a_document_no_markup(found: Comparison) -> None:
    text = comparison_html(found)
    assert "&lt;loud&gt;" in text
    assert "<loud>" not in text


def test_does_the_page_fold_away_what_is_the_same(found: Comparison) -> None:
    assert comparison_html(found).count("<details>") == 1
    assert comparison_html(found, opened=True).count("<details open>") == 1


def test_does_the_page_ask_the_network_for_nothing(found: Comparison) -> None:
    text = comparison_html(found)
    assert "http" not in text
    assert "url(" not in text


def test_does_json_give_the_words_at_their_spans(found: Comparison) -> None:
    [changed] = [
        row for row in comparison_json(found, found.rows)["paragraphs"] if row["status"] == "changed"
    ]
    [edit] = changed["changes"]
    for side, word in (("before", "play"), ("after", "sing")):
        start, end = edit[side]["span"]
        assert changed[side]["text"][start:end] == edit[side]["text"] == word


def test_do_the_counts_add_up(found: Comparison) -> None:
    counts = found.counts()
    assert sum(counts[name] for name in ("same", "changed", "added", "dropped")) == len(found.rows)
    assert summary(found)[0] == "4 paragraphs and footnotes: 1 the same, 1 changed, 1 added, 1 dropped."


LABELS = [
    ("draft/op/7", "op 7"),
    ("op/4/a/ii", "op 4 (a) (ii)"),
    ("h/2", "heading 2"),
    ("annex/1/art/3", "annex 1 article 3"),
    ("note/5", "note 5"),
    ("op/u1", "op u1"),
]


@pytest.mark.parametrize(("path", "expected"), LABELS)
def test_how_a_paragraph_is_called(path: str, expected: str) -> None:
    assert label(Paragraph(path, "operative", None, 1, "")) == expected


MERGED = [
    ("taken to do so", "taken do so", "taken [to] do so"),
    ("help from all, now", "help, now", "help [from all], now"),
    ("play and rest", "play or rest", "play [and]{or} rest"),
    ("play", "play on", "play {on}"),
]


@pytest.mark.parametrize(("before", "after", "expected"), MERGED)
def test_do_marked_words_keep_their_distance(before: str, after: str, expected: str) -> None:
    first, second = (
        Paragraph("op/1", "operative", "1", 1, before),
        Paragraph("op/1", "operative", "1", 1, after),
    )
    marked = runs(Row(first, second, edits=compare_words(before, after)))
    signs = {"same": ("", ""), "deleted": ("[", "]"), "inserted": ("{", "}")}
    assert "".join(f"{signs[mark][0]}{text}{signs[mark][1]}" for mark, text in marked) == expected


def test_is_a_long_text_shortened_around_its_change() -> None:
    marked = [
        Run("same", "one two three four "),
        Run("inserted", "new"),
        Run("same", " five six seven eight"),
    ]
    assert [text for _, text in excerpt(marked, 2)] == ["… three four ", "new", " five six …"]


SHIFTS = [
    (Shift("act", "weaker", "Urges", "Invites"), "act weaker: Urges → Invites"),
    (Shift("act", "added", "", "invites"), "act added: invites"),
    (Shift("theme", "dropped", "theme/right/to-play", ""), "theme dropped: to play"),
    (Shift("condition", "weaker", "", "as appropriate"), "condition added (weaker): as appropriate"),
]


@pytest.mark.parametrize(("shift", "expected"), SHIFTS)
def test_how_a_shift_is_said(shift: Shift, expected: str) -> None:
    assert shift_words(shift) == expected
