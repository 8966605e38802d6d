"""What tests of questions share: the catalogue, addresses, and the answer of `kg ask`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.questions.catalogue import find_question, read_catalogue
from kg.pipeline.ask import answer, choose_values, in_words
from tests.conftest import ROOT

if TYPE_CHECKING:
    from kg.model import Rows
    from kg.web.site import Site

CATALOGUE = read_catalogue(ROOT)
PAGE = 100
GROOMING = "/questions/obligations/obligations-on-theme"
CITING = "/questions/citations/citing-instrument"
HTML = {"accept": "text/html"}
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def asked(site: Site, name: str, **given: str) -> tuple[Rows, str]:
    """Return the rows of a question and its words, as `kg ask` has them."""
    question = find_question(CATALOGUE, name)
    values = choose_values(site.engine, question, given)
    return answer(site.engine, question, values), in_words(site.engine, question, values)
