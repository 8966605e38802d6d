"""Do people who know another model, and not ours, find in our exports what they ask for?

Each query is written from the documentation of its model alone: the ELI ontology, UNDO's own competency
questions, and schema.org's page of Legislation.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from pyld import jsonld
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.aliases import eli_alias
from kg.errors import UsageError
from kg.graph.portions.everything import quads_by_subject
from kg.graph.portions.models import list_models, translate
from kg.graph.stores.store import LocalStore, open_store
from kg.graph.syntax.serialise import write_quads
from kg.namespaces import BASE, ID, RDF
from kg.pipeline.export import choose_thing
from tests.pipeline.papers import SECOND_PARAGRAPH, new_store, resolution, take_in, write

if TYPE_CHECKING:
    from collections.abc import Callable

    Ask = Callable[[str, str], set[tuple[str, ...]]]

ELI = """PREFIX eli: <http://data.europa.eu/eli/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> """
UNDO = """PREFIX undo: <https://w3id.org/un/ontology/undo/> PREFIX allot: <https://w3id.org/akn/ontology/allot/>
PREFIX oa: <http://www.w3.org/ns/oa#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/> """
SCHEMA = "PREFIX schema: <https://schema.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
SEED = ID + "A/RES/74/174"
OPSC = ID + "treaty/OPSC"
INGESTED = ID + "A/RES/99/1"


@pytest.fixture(scope="module")
def translated(small_graph: LocalStore) -> dict[str, ox.Store]:
    """Return the graph in the terms of each model."""
    return {model: translate(small_graph.ox, model) for model in list_models()}


@pytest.fixture(scope="module")
def ask(translated: dict[str, ox.Store]) -> Ask:
    """Return what asks a translated graph."""
    return lambda model, query: rows(translated[model], query)


@pytest.fixture(scope="module")
def ask_ingested(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Return what asks a translated document that was read by extraction."""
    place = tmp_path_factory.mktemp("models")
    store = new_store(place)
    paragraphs = ("1. Recalls its resolution 74/174 of 18 December 2019;", SECOND_PARAGRAPH)
    take_in(store, write(place / "in", "a.txt", resolution("99/1", *paragraphs)))
    selection = choose_thing(open_store(str(store)), "A/RES/99/1").selection
    assert selection is not None
    chosen = ox.Store()
    chosen.extend(selection.quads)
    return lambda model, query: rows(translate(chosen, model), query)


def rows(store: ox.Store, query: str) -> set[tuple[str, ...]]:
    found = store.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return {tuple(getattr(cell, "value", "") for cell in row) for row in found}


def test_are_the_models_those_that_are_promised() -> None:
    assert list_models() == ["eli", "schema", "undo"]
    with pytest.raises(UsageError, match="Choose one of: eli, schema, undo"):
        translate(ox.Store(), "../eli")


# --- ELI ------------------------------------------------------------------------------------------------


def test_does_eli_find_acts_by_organ_and_day(ask: Ask) -> None:
    found = ask("eli", ELI + f"""SELECT ?act ?number ?title {{
      ?act a eli:LegalResource ; eli:passed_by <{ID}body/GA> ; eli:date_document ?date ; eli:number ?number ;
        eli:is_realized_by ?version .
      ?version eli:language <http://publications.europa.eu/resource/authority/language/ENG> ; eli:title ?title
      FILTER(?date > "2019-12-01"^^xsd:date && ?date < "2019-12-31"^^xsd:date) }}""")  # fmt: skip
    assert (SEED, "74/174", "Countering child sexual exploitation and sexual abuse online") in found


def test_does_eli_find_an_act_by_its_local_id_and_its_operative_paragraphs(ask: Ask) -> None:
    found = ask("eli", ELI + """SELECT ?part ?number {
      ?act eli:id_local "A/RES/74/174" ; eli:has_part ?part .
      ?part a eli:LegalResourceSubdivision ; eli:is_part_of ?act ; eli:number ?number ;
        eli:type_subdivision/skos:prefLabel "operative paragraph"@en }""")  # fmt: skip
    assert found == {(f"{SEED}/op/{n}", str(n)) for n in range(1, 22)}


def test_does_eli_find_who_cites_a_treaty(ask: Ask) -> None:
    found = ask("eli", ELI + f"""SELECT ?act {{
      ?part a eli:LegalResourceSubdivision ; eli:cites <{OPSC}> ; eli:is_part_of+ ?act .
      ?act a eli:LegalResource ; eli:type_document/skos:prefLabel "resolution"@en }}""")  # fmt: skip
    assert {(SEED,), (ID + "A/HRC/RES/31/7",)} <= found


def test_does_eli_find_sub_items_under_their_article_alone(ask: Ask) -> None:
    found = ask("eli", ELI + f"SELECT ?whole {{ <{OPSC}/art/3/1/a> eli:is_part_of ?whole }}")
    assert found == {(f"{OPSC}/art/3/1",)}


def test_has_no_text_or_part_two_kinds_in_eli(ask: Ask) -> None:
    # eli:type_subdivision is functional, and a document is of one type
    query = ELI + "SELECT ?it { ?it eli:type_document|eli:type_subdivision ?a , ?b FILTER(?a != ?b) }"
    assert ask("eli", query) == set()


def test_bears_everything_in_eli_the_alias_that_is_formed_by_rule(ask: Ask) -> None:
    query = ELI + """SELECT ?it ?alias { ?it <http://www.w3.org/2002/07/owl#sameAs> ?alias }"""
    found = ask("eli", query)
    assert len(found) > 300
    assert all(eli_alias(it.removeprefix(ID)) == alias for it, alias in found)


# --- UNDO -----------------------------------------------------------------------------------------------


def test_does_undo_find_documents_that_refer_to_another(ask: Ask) -> None:
    found = ask("undo", UNDO + f"SELECT ?document {{ ?document allot:mentions <{OPSC}> }}")
    assert {(SEED,), (ID + "A/HRC/RES/31/7",)} <= found


def test_does_undo_find_what_the_assembly_recalls_and_where(ask: Ask) -> None:
    found = ask("undo", UNDO + f"""SELECT ?document ?recalled {{
      ?relation a undo:Relation ; undo:hasProponent <{ID}body/GA> ; undo:hasSemantics ?semantics ;
        undo:hasReceiver ?recalled .
      ?semantics a allot:Concept ; rdfs:label "recalls"@en .
      ?annotation a undo:Annotation ; oa:hasBody ?relation ; oa:hasTarget ?document .
      ?document a undo:Resolution }}""")  # fmt: skip
    assert (SEED, ID + "A/RES/73/154") in found


def test_does_undo_find_what_states_are_urged_to_in_which_paragraph(ask: Ask) -> None:
    found = ask("undo", UNDO + f"""SELECT ?paragraph {{
      <{SEED}> dcterms:hasPart ?paragraph .
      ?annotation oa:hasTarget ?paragraph ; oa:hasBody ?relation .
      ?relation undo:hasSemantics <{ID}act-type/urges> ;
        undo:hasReceiver <{ID}group/member-states> }}""")  # fmt: skip
    assert (f"{SEED}/op/2",) in found


def test_does_undo_find_the_words_of_an_act_in_the_english_version(ask: Ask) -> None:
    found = ask("undo", UNDO + f"""SELECT ?words {{
      <{SEED}> allot:hasRealization ?version . ?version a undo:DocumentVersion ; dcterms:language ?language .
      ?term a allot:Term ; undo:hasRelatedConcept <{ID}act-type/calls-upon> ; rdfs:label ?words .
      ?annotation oa:hasBody ?term ; oa:hasTarget ?version }}""")  # fmt: skip
    assert ("Calls upon",) in found


def test_has_a_relation_in_undo_each_of_its_parts_once(ask: Ask) -> None:
    found = ask("undo", UNDO + """SELECT ?relation (COUNT(DISTINCT ?a) AS ?as) (COUNT(DISTINCT ?b) AS ?bs)
      (COUNT(DISTINCT ?c) AS ?cs) { ?relation a undo:Relation
      OPTIONAL { ?relation undo:hasProponent ?a } OPTIONAL { ?relation undo:hasSemantics ?b }
      OPTIONAL { ?relation undo:hasReceiver ?c } } GROUP BY ?relation""")  # fmt: skip
    assert len(found) > 300
    assert {row[1:] for row in found} == {("1", "1", "1")}


# --- schema.org -----------------------------------------------------------------------------------------


def test_does_schema_org_find_legislation_by_identifier(ask: Ask) -> None:
    found = ask("schema", SCHEMA + """SELECT ?name ?date ?organ {
      ?act a schema:Legislation ; schema:legislationIdentifier "A/RES/74/174" ; schema:name ?name ;
        schema:legislationDate ?date ; schema:legislationType "resolution" ;
        schema:legislationPassedBy ?passer .
      ?passer a schema:Organization ; schema:name ?organ }""")  # fmt: skip
    title = "Countering child sexual exploitation and sexual abuse online"
    assert found == {(title, "2019-12-18", "General Assembly")}


def test_does_schema_org_find_parts_in_their_order_and_what_they_cite(ask: Ask) -> None:
    found = ask("schema", SCHEMA + f"""SELECT ?part ?position {{
      <{SEED}> schema:hasPart ?part . ?part a schema:Legislation ; schema:isPartOf <{SEED}> ;
        schema:position ?position ; schema:citation <{OPSC}> }}""")  # fmt: skip
    assert (f"{SEED}/op/3", "22") in found


def test_does_schema_org_find_texts_about_a_subject_by_its_name(ask: Ask) -> None:
    found = ask("schema", SCHEMA + """SELECT ?part {
      ?part a schema:Legislation ; schema:about ?subject . ?subject a schema:DefinedTerm ; schema:name ?name
      FILTER(STR(?name) = "grooming") }""")  # fmt: skip
    assert any(part.startswith(ID + "A/HRC/RES/31/7/") for (part,) in found)


# --- All of them ------------------------------------------------------------------------------------------


# The model, and what finds a document, its paragraph and what that cites.
@pytest.mark.parametrize(
    ("model", "query"),
    [
        (
            "eli",
            ELI + """SELECT ?act ?part ?cited {
              ?act a eli:LegalResource ; eli:id_local "A/RES/99/1" ; eli:has_part ?part .
              ?part a eli:LegalResourceSubdivision ; eli:number "1" ; eli:cites ?cited }""",
        ),
        (
            "schema",
            SCHEMA + """SELECT ?act ?part ?cited {
              ?act schema:legislationIdentifier "A/RES/99/1" ; schema:hasPart ?part .
              ?part a schema:Legislation ; schema:citation ?cited }""",
        ),
        (
            "undo",
            UNDO + """SELECT ?act ?part ?cited {
              ?act a undo:Resolution ; dcterms:identifier "A/RES/99/1" ;
              dcterms:hasPart ?part ; allot:mentions ?cited .
              ?note oa:hasTarget ?part ; oa:hasBody [ a undo:Relation ; undo:hasReceiver ?cited ] }""",
        ),
    ],
)  # fmt: skip
def test_is_a_document_that_was_read_by_machine_found_too(model: str, query: str, ask_ingested: Ask) -> None:
    assert (INGESTED, f"{INGESTED}/op/1", SEED) in ask_ingested(model, query)


@pytest.mark.parametrize("model", ["eli", "schema", "undo"])
def test_are_no_terms_of_ours_left_but_as_names_of_kinds(model: str, translated: dict[str, ox.Store]) -> None:
    used = {quad.predicate.value for quad in translated[model]}
    types = translated[model].quads_for_pattern(None, ox.NamedNode(RDF + "type"), None)
    used |= {quad.object.value for quad in types if isinstance(quad.object, ox.NamedNode)}
    assert not {term for term in used if term.startswith(BASE)}


def test_is_a_model_as_json_ld_the_same_as_in_turtle(small_graph: LocalStore) -> None:
    selection = choose_thing(small_graph, "A/RES/74/174").selection
    assert selection is not None
    chosen = ox.Store()
    chosen.extend(selection.quads)
    quads = list(quads_by_subject(translate(chosen, "schema"), lambda _done, _total: None))
    written = {form: io.BytesIO() for form in ("ttl", "jsonld")}
    for form, file in written.items():
        write_quads(quads, form, file)
    expanded = jsonld.to_rdf(json.loads(written["jsonld"].getvalue()), {"format": "application/n-quads"})
    turtle = Graph().parse(data=written["ttl"].getvalue(), format="turtle")
    assert isomorphic(Graph().parse(data=expanded, format="nt"), turtle)
