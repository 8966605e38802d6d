"""What a file is, and what its bytes say, is told from its content alone."""

from __future__ import annotations

import codecs

import pytest

from kg.text.read import media
from kg.text.read.file import read_bytes
from tests.text.read.made import Printed, akn, docx, para, pdf, run

WORDS = "The Council,\r\n\r\n1. Urges States to protect the child’s “rights” – œuvre é;\r\n"
KINDS = {
    "text": (WORDS.encode(), media.PLAIN),
    "text with a note's asterisk": (b"Title*\n\n*The note.\n\n* one\n* two", media.PLAIN),
    "text with angle brackets": (b"where a < b and b > c, see <path> and <url>", media.PLAIN),
    "italics": (b"1. *Urges* States;", media.MARKDOWN),
    "a heading": (b"# Title\n\nUrges States;", media.MARKDOWN),
    "PDF": (pdf([Printed("Urges all the States", 100, 700)]), media.PDF),
    "PDF behind junk": (b"\r\n" + pdf([Printed("Urges all the States", 100, 700)]), media.PDF),
    "Word": (docx(para(run("Urges"))), media.DOCX),
    "AKN": (akn("<mainBody><p>Urges</p></mainBody>").encode(), media.AKN),
    "AKN in UTF-16": (akn("<mainBody><p>Urges</p></mainBody>").encode("utf-16"), media.AKN),
    "AKN with a declaration": (b'<?xml version="1.0"?><!-- c -->' + akn("<p>a</p>").encode(), media.AKN),
    "HTML": (b"<!doctype html><p>Urges", media.HTML),
    "HTML without a head": (b"\n<div><p>Urges</p></div>", media.HTML),
    "XHTML": (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C"><html><p>Urges</p></html>', media.HTML),
}
ENCODINGS = {
    "UTF-8": WORDS.encode(),
    "UTF-8 with mark": codecs.BOM_UTF8 + WORDS.encode(),
    "UTF-16 with mark": WORDS.encode("utf-16"),
    "UTF-16 without mark": WORDS.encode("utf-16-le"),
    "UTF-16, high byte first": WORDS.encode("utf-16-be"),
    "UTF-32 with mark": WORDS.encode("utf-32"),
    "Windows-1252": WORDS.encode("cp1252"),
}


@pytest.mark.parametrize(("data", "kind"), KINDS.values(), ids=KINDS.keys())
def test_is_the_kind_of_a_file_told_whatever_its_name(data: bytes, kind: str) -> None:
    assert read_bytes(data, name="misnamed.xls").origin.media_type == kind


@pytest.mark.parametrize("data", ENCODINGS.values(), ids=ENCODINGS.keys())
def test_is_the_text_the_same_in_every_encoding_with_its_line_ends(data: bytes) -> None:
    assert read_bytes(data, name="a.txt").source == WORDS


def test_is_latin_1_with_one_accent_not_taken_for_damaged_utf_8() -> None:
    assert read_bytes("Le résumé".replace("é", "e", 1).encode("latin-1"), name="a").source == "Le resumé"


def test_is_utf_8_that_was_cut_in_a_character_still_utf_8() -> None:
    assert read_bytes("“Urges” the child’".encode()[:-1], name="a").source == "“Urges” the child\ufffd"


def test_does_a_declared_encoding_decide_between_eight_bit_ones() -> None:
    page = '<html><meta charset="iso-8859-15"><p>5 \xa4</p></html>'
    assert read_bytes(page.encode("latin-1"), name="a").blocks[0].text == "5 €"


def test_does_provenance_carry_the_digest_of_the_bytes() -> None:
    origin = read_bytes(b"Urges", name="a.txt").origin
    assert (origin.path, origin.sha256) == (
        "a.txt",
        "20d0c30fdd1bed7bca315704502785e069fc56327beb9e204b97e523c9194adb",
    )
