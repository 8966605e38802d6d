"""What a card shows of themes, terms and act types."""

from __future__ import annotations

from kg.graph.lookup.card_part import PLACE, Part

THEME = (
    Part(
        "Around it",
        {"relation": "Relation", "other": "Id", "label": "Name"},
        """SELECT DISTINCT ?relation ?other ?label WHERE {
  VALUES ?thing { UNDEF }
  { ?thing skos:broader ?other . BIND("broader" AS ?relation) }
  UNION { ?other skos:broader ?thing . BIND("narrower" AS ?relation) }
  UNION { ?thing skos:related|^skos:related ?other . BIND("related" AS ?relation) }
  UNION { ?thing skos:exactMatch|skos:closeMatch|skos:broadMatch|skos:narrowMatch|skos:relatedMatch ?other .
          BIND("matches elsewhere" AS ?relation) }
  OPTIONAL { ?other skos:prefLabel ?label }
} ORDER BY ?relation ?other""",
    ),
    Part(
        "Provisions about it",
        {"place": "Place", "acts": "Acts", "gist": "In short"},
        """SELECT ?paragraph ?place (GROUP_CONCAT(DISTINCT ?phrase; separator="; ") AS ?acts)
       (MIN(?short) AS ?gist)
WHERE {
  SELECT ?paragraph ?place ?instrument ?order ?phrase ?short
  WHERE {
    VALUES ?thing { UNDEF }
    ?paragraph a cp:Provision ; cp:indexedUnder ?thing ; rdfs:label ?name ; cp:order ?order ;
               cp:provisionOf ?instrument .
    OPTIONAL {
      ?paragraph cp:hasAct ?act . ?act cp:indexedUnder ?thing ; cp:phrase ?phrase ; cp:actOrder ?nth
    }
    OPTIONAL { ?paragraph cp:gist ?short }"""
        + PLACE
        + """}
  ORDER BY ?nth
} GROUP BY ?paragraph ?place ?instrument ?order ORDER BY ?instrument ?order""",
    ),
)
TERM = (
    Part(
        "What is said of it",
        {
            "by": "Who",
            "stance": "Stance",
            "instead": "Instead",
            "said": "Where",
            "place": "Place",
            "gist": "In short",
        },
        """SELECT DISTINCT ?statement ?by ?stance ?instead ?said ?place ?gist ?note WHERE {
  VALUES ?thing { UNDEF }
  ?statement cp:statementOn ?thing ; cp:stance ?stance .
  OPTIONAL { ?statement cp:statedBy ?agent . ?agent rdfs:label ?by }
  OPTIONAL {
    SELECT ?statement (GROUP_CONCAT(?name; separator="; ") AS ?instead)
    WHERE {
      SELECT ?statement ?name
      WHERE { ?statement cp:insteadUses ?other . ?other skos:prefLabel ?name }
      ORDER BY ?name
    }
    GROUP BY ?statement
  }
  OPTIONAL { ?statement cp:saidIn ?said }
  OPTIONAL { ?statement cp:place ?place }
  OPTIONAL { ?statement cp:gist ?gist }
  OPTIONAL { ?statement skos:editorialNote ?note }
} ORDER BY ?stance ?by ?statement""",
    ),
    Part(
        "Stands in",
        {"place": "Place", "how": "How", "gist": "In short"},
        """SELECT DISTINCT ?paragraph ?place ?how ?gist WHERE {
  VALUES ?thing { UNDEF }
  ?paragraph cp:usesTerm ?thing ; rdfs:label ?name ; cp:order ?order ; cp:provisionOf ?instrument .
  OPTIONAL { ?paragraph cp:discussesTerm ?thing . BIND("says something about it" AS ?discusses) }
  OPTIONAL { ?paragraph cp:namesTerm ?thing . BIND("has it in a name only" AS ?names) }
  BIND(COALESCE(?discusses, ?names, "uses it") AS ?how)
  OPTIONAL { ?paragraph cp:gist ?gist }"""
        + PLACE
        + """} ORDER BY ?instrument ?order""",
    ),
)
ACT_TYPE = Part(
    "Acts of this type",
    {"place": "In", "phrase": "As printed", "towards": "Towards", "gist": "In short"},
    """SELECT DISTINCT ?paragraph ?place ?phrase ?towards ?gist WHERE {
  VALUES ?thing { UNDEF }
  ?act cp:actType ?thing ; cp:actOf ?paragraph .
  ?paragraph rdfs:label ?name ; cp:order ?order ; cp:provisionOf ?instrument .
  OPTIONAL { ?act cp:phrase ?phrase }
  OPTIONAL { ?act cp:addresseeText ?towards }
  OPTIONAL { ?paragraph cp:gist ?gist }"""
    + PLACE
    + """} ORDER BY ?instrument ?order""",
)
