"""HTML pages: paragraphs, marks, notes, lists and tables, with offsets into the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.text.read.file import read_bytes

if TYPE_CHECKING:
    from kg.text.block import Reading


def _read(body: str) -> Reading:
    return read_bytes(
        f"<!doctype html><html><head><title>no</title></head><body>{body}</body></html>".encode(), name="a"
    )


BLOCKS = {
    "paragraphs": ("<p>One</p><div>Two<div>Three</div></div>", ["One", "Two", "Three"]),
    "unclosed paragraphs": ("<p>One<p>Two", ["One", "Two"]),
    "headings": ("<h2>Follow-up</h2>Urges", ["heading: Follow-up", "Urges"]),
    "scripts and styles": ("<p>One<script>if (a<b) '<p>no</p>'</script><style>p{}</style>!", ["One!"]),
    "comments": ("<p>One<!-- <p>no --> two", ["One two"]),
    "one line break": ("One<br>two", ["One two"]),
    "two line breaks": ("One<br> <br/>two", ["One", "two"]),
    "no tag": ("a < b <3 & c", ["a < b <3 & c"]),
    "numbered list": ("<ol start=4><li>A<li>B</ol>", ["4. A", "5. B"]),
    "letters and roman": ("<ol type=a><li>A<ol type=i><li>B</ol><li>C</ol>", ["(a) A", "(i) B", "(b) C"]),
    "bullets": ("<ul><li>A</ul>", ["A"]),
    "table": (
        "Urges<table><tr><th>A</th><td><p>B</p></td></tr><tr><td>C</table>", ["Urges", "table: A | B\nC"],
    ),
    "layout by a table": ("<table><tr><td>A<td>B</table>Urges", ["A", "B", "Urges"]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), BLOCKS.values(), ids=BLOCKS.keys())
def test_what_are_the_paragraphs_of_a_page(body: str, expected: list[str]) -> None:
    seen = []
    for block in _read(body).blocks:
        role = "" if block.role == "unknown" else f"{block.role}:"
        seen.append(" ".join(filter(None, (role, block.number, block.text))))
    assert seen == expected


@pytest.mark.parametrize(
    "mark",
    [
        "<sup>4</sup>",
        '<span style="vertical-align: super">4</span>',
        '<a href="#_ftn4" name="_ftnref4"><sup>[4]</sup></a>',
        '<a href="page.html#fn4">4</a>',
    ],
)
def test_are_raised_digits_and_links_to_notes_marks(mark: str) -> None:
    (block,) = _read(f"<p>the Court,{mark} and it</p>").blocks
    assert (block.text, [(each.at, each.marker) for each in block.marks]) == (
        "the Court, and it",
        [(10, "4")],
    )


def test_is_a_paragraph_with_a_link_back_a_footnote() -> None:
    reading = _read('<p>Urges</p><div><p><a href="#_ftnref4"><sup>[4]</sup></a> Vol. 1.</p></div>')
    assert [(note.marker, note.passage.text) for note in reading.notes] == [("4", "Vol. 1.")]
    assert [block.text for block in reading.blocks] == ["Urges"]


@pytest.mark.parametrize(
    "tag", ["<i>{}</i>", "<em>{}</em>", "<span style='font-style:italic'>{}</span>", "<b><i>{}</b>"]
)
def test_are_italics_emphasis(tag: str) -> None:
    (block,) = _read(f"<p>{tag.format('Urges')}</i> all").blocks
    assert block.emphasis[0][0] == 0
    assert block.text.startswith("Urges all")


def test_do_pieces_point_into_the_page() -> None:
    reading = _read("<p>the\n  child&rsquo;s &amp; <b>rights</b></p>")
    (block,) = reading.blocks
    assert block.text == "the child’s & rights"
    found = "".join(reading.source[start:end] for start, end in block.passage.pieces())
    assert found == "the\nchild&s & rights"
