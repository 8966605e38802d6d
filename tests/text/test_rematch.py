"""Does every word that was extracted stand in its source, at the offsets that it gives?"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg.text.rematch import find_unmatched
from tests.fuzz.targets import extractor
from tests.text.read.made import akn, docx, para, run

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
EVERY = 40  # one file in so many; `python -m benchmarks.rematch` takes them all

TEXT = "The General Assembly,\n\nRecalling its resolu-\ntion 70/1,¹\n\n1. Urges States to dig non\u2011deep wells;\n\n¹ Ibid.\n"  # noqa: E501
PAGE = "<!DOCTYPE html><p>The General Assembly,</p><p>Recalling &ldquo;wells&rdquo; &amp; m<sup>2</sup>,</p><ol><li>Urges</li></ol>"  # noqa: E501
MARKUP = akn(
    "<preamble><formula><p>The General Assembly,</p></formula><p>Noting &#8220;x&#8221; <sup>a<b>b</b></sup>,</p>"  # noqa: E501
    "</preamble><mainBody><table><tr><td>a<p>b</p>c</td><td>d</td></tr></table><p>Urges.</p></mainBody>"
)
MADE = {
    "text": TEXT.encode(),
    "a page": PAGE.encode(),
    "markup": MARKUP.encode(),
    "Word": docx(
        para(run("The General Assembly,")) + para(run("Recalling "), run("x"), run("2", "<w:vanish/>"))
    ),
}


@pytest.mark.parametrize("form", MADE)
def test_does_each_form_of_a_document_stand_in_its_source(form: str) -> None:
    (document,) = extractor().extract_bytes(MADE[form], name=form)
    assert document.provisions
    assert find_unmatched(document) == []


def test_is_a_text_that_is_not_there_found() -> None:
    (document,) = extractor().extract_bytes(MADE["text"], name="text")
    first = document.provisions[0]
    moved = replace(first, pieces=tuple((start + 1, end + 1) for start, end in first.pieces))
    wrong = replace(first, text=first.text.replace("70/1", "70/2"))
    for one in (moved, wrong):
        spoilt = replace(document, provisions=(one, *document.provisions[1:]))
        assert any(
            line.startswith(f"{first.id}: its words are not those at") for line in find_unmatched(spoilt)
        )


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the official files are not on this machine")
def test_do_official_documents_stand_in_their_files() -> None:
    for path in sorted((CORPUS / "akn").glob("*/*.xml"))[::EVERY]:
        for document in extractor().extract_file(path):
            assert [f"{path.name} {line}" for line in find_unmatched(document)] == []
