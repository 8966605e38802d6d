"""Count what is in the graph: statements, things, provisions, acts, themes, inferences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.lookup.inventory import section_of, take_inventory
from kg.graph.sources.curated import INFERRED_GRAPH
from kg.namespaces import CP, GRAPH

if TYPE_CHECKING:
    from kg.graph.stores.engine import Engine
    from kg.model import Section

_DEPTH = (
    "Treaties and general comments, provision by provision",
    "How provisions correspond",
    "What States did",
)
"""Parts of the inventory that are counts too."""

_Query = tuple[str, dict[str, str], str]
_CONTENTS: tuple[_Query, ...] = (
    (
        "Graphs",
        {"name": "Graph", "statements": "Statements"},
        f"""SELECT ?graph ?name ?statements WHERE {{
  {{ SELECT ?graph (COUNT(*) AS ?statements) WHERE {{ GRAPH ?graph {{ ?s ?p ?o }} }} GROUP BY ?graph }}
  BIND(IF(STRSTARTS(STR(?graph), "{GRAPH}"), STRAFTER(STR(?graph), "{GRAPH}"), STR(?graph)) AS ?name)
}} ORDER BY ?graph""",
    ),
    (
        "Things by class",
        {"label": "Class", "things": "Things"},
        f"""SELECT ?class ?label ?things WHERE {{
  {{ SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) WHERE {{ ?thing a ?class }} GROUP BY ?class }}
  FILTER(STRSTARTS(STR(?class), "{CP}") || STRSTARTS(STR(?class), STR(sdgo:)))
  ?class rdfs:label ?label .
}} ORDER BY DESC(?things) ?label""",
    ),
    (
        "Texts with provisions in the graph",
        {
            "instrument": "Text", "preambular": "Preambular", "operative": "Operative", "others": "Other",
            "acts": "Acts", "citations": "Citations", "notes": "Notes",
        },
        """SELECT ?instrument ?title ?preambular ?operative ?others ?acts ?citations ?notes WHERE {
  {
    SELECT ?instrument (COUNT(?pp) AS ?preambular) (COUNT(?op) AS ?operative)
           (COUNT(?paragraph) - COUNT(?pp) - COUNT(?op) AS ?others)
    WHERE {
      ?paragraph cp:provisionOf ?instrument .
      OPTIONAL { ?paragraph a cp:PreambularParagraph . BIND(?paragraph AS ?pp) }
      OPTIONAL { ?paragraph a cp:OperativeParagraph . BIND(?paragraph AS ?op) }
    } GROUP BY ?instrument
  }
  ?instrument rdfs:label ?title .
  OPTIONAL {
    SELECT ?instrument (COUNT(?act) AS ?actsFound)
    WHERE { ?p cp:provisionOf ?instrument ; cp:hasAct ?act } GROUP BY ?instrument
  }
  OPTIONAL {
    SELECT ?instrument (COUNT(?citation) AS ?citationsFound)
    WHERE { ?p cp:provisionOf ?instrument ; cp:hasCitation ?citation } GROUP BY ?instrument
  }
  OPTIONAL {
    SELECT ?instrument (COUNT(?note) AS ?notesFound)
    WHERE { ?note cp:noteOf ?instrument } GROUP BY ?instrument
  }
  BIND(COALESCE(?actsFound, 0) AS ?acts)
  BIND(COALESCE(?citationsFound, 0) AS ?citations)
  BIND(COALESCE(?notesFound, 0) AS ?notes)
} ORDER BY ?instrument""",
    ),
)  # fmt: skip
_USES: tuple[_Query, ...] = (
    (
        "Act types used",
        {"verb": "Act type", "category": "Category", "strength": "Strength", "acts": "Acts"},
        """SELECT ?type ?verb ?category ?strength ?acts WHERE {
  { SELECT ?type (COUNT(?act) AS ?acts) WHERE { ?act cp:actType ?type } GROUP BY ?type }
  ?type skos:prefLabel ?verb ; cp:category/skos:prefLabel ?category ; cp:strength/skos:prefLabel ?strength .
} ORDER BY DESC(?acts) ?verb""",
    ),
    (
        "Themes by scheme",
        {"label": "Scheme", "themes": "Themes", "used": "Used by acts"},
        """SELECT ?scheme ?label ?themes ?used WHERE {
  {
    SELECT ?scheme (COUNT(DISTINCT ?theme) AS ?themes) (COUNT(DISTINCT ?hit) AS ?used) WHERE {
      ?theme skos:inScheme ?scheme ; a cp:Theme .
      OPTIONAL { ?act a cp:Act ; cp:hasTheme ?theme . BIND(?theme AS ?hit) }
    } GROUP BY ?scheme
  }
  ?scheme skos:prefLabel ?label .
} ORDER BY ?label""",
    ),
    (
        "What is said of terms",
        {"stance": "Stance", "statements": "Statements", "terms": "Terms"},
        """SELECT ?stance (COUNT(?statement) AS ?statements) (COUNT(DISTINCT ?term) AS ?terms)
WHERE { ?term cp:hasStatement ?statement . ?statement cp:stance ?stance }
GROUP BY ?stance ORDER BY ?stance""",
    ),
    (
        "Links to other vocabularies",
        {"vocabulary": "Vocabulary", "match": "Match", "links": "Links"},
        """SELECT ?vocabulary ?match (COUNT(*) AS ?links) WHERE {
  VALUES (?property ?match) {
    (skos:exactMatch "exact") (skos:closeMatch "close") (skos:broadMatch "broad")
    (skos:narrowMatch "narrow") (skos:relatedMatch "related")
  }
  ?thing ?property ?other .
  BIND(REPLACE(STR(?other), "^https?://([^/]+)/.*$", "$1") AS ?vocabulary)
} GROUP BY ?vocabulary ?match ORDER BY ?vocabulary ?match""",
    ),
    (
        "Inferred statements by property",
        {"property": "Property", "statements": "Statements"},
        f"""SELECT ?property (COUNT(*) AS ?statements)
WHERE {{ GRAPH <{INFERRED_GRAPH}> {{ ?s ?property ?o }} }}
GROUP BY ?property ORDER BY DESC(?statements) ?property""",
    ),
)  # fmt: skip


def count_graph(engine: Engine) -> list[Section]:
    """Return the counts as titled tables."""
    return [
        *(section_of(engine, *query) for query in _CONTENTS),
        *(part.section for part in take_inventory(engine, _DEPTH)),
        *(section_of(engine, *query) for query in _USES),
    ]
