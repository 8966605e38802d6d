"""What a card shows of agents: treaties joined, what they are asked, where they stand, what they adopted."""

from __future__ import annotations

from kg.graph.lookup.card_part import DATED, PLACE, Part

AGENT = (
    Part(
        "Treaty actions",
        {
            "treaty": "Treaty",
            "label": "Title",
            "kind": "Action",
            "date": "Date",
            "binds": "Binds",
            "asOf": "Source reaches to",
        },
        """SELECT DISTINCT ?action ?treaty ?label ?kind ?date ?binds ?asOf WHERE {
  VALUES ?thing { UNDEF }
  ?action a cp:TreatyAction ; cp:actionBy ?thing ; cp:actionOn ?treaty ;
          cp:actionKind ?kind ; cp:actionOnDate ?date .
  ?treaty rdfs:label ?label .
  OPTIONAL { ?action cp:bindsParty ?binding }
  OPTIONAL { ?action cp:asOf ?asOf }
  BIND(IF(?binding, "yes", "no") AS ?binds)
} ORDER BY ?label STR(?date) ?action""",
    ),
    Part(
        "Asked",
        {"place": "In", "by": "By", "phrase": "Act", "addressed": "Addressed", "gist": "In short"},
        """SELECT DISTINCT ?paragraph ?place ?by ?phrase ?text ?addressed ?gist WHERE {
  VALUES ?thing { UNDEF }
  ?thing (cp:subgroupOf|cp:memberOfGroup)* ?who .
  ?act cp:addressee ?who ; cp:actOf ?paragraph .
  ?who rdfs:label ?addressed .
  ?paragraph rdfs:label ?name ; cp:order ?order ; cp:provisionOf ?instrument .
  ?instrument rdfs:label ?title .
  OPTIONAL { ?act cp:performedBy ?organ . ?organ rdfs:label ?body }
  OPTIONAL { ?instrument cp:issuedBy ?issuer . ?issuer rdfs:label ?office }
  OPTIONAL { ?act cp:phrase ?phrase }
  OPTIONAL { ?act cp:addresseeText ?text }
  OPTIONAL { ?paragraph cp:gist ?gist }
  BIND(COALESCE(?body, ?office, ?title) AS ?by)"""
        + PLACE
        + """} ORDER BY ?instrument ?order ?phrase""",
    ),
    Part(
        "Spoken of",
        {"place": "In", "by": "By", "phrase": "Act", "gist": "In short"},
        """SELECT DISTINCT ?paragraph ?place ?by ?phrase ?gist WHERE {
  VALUES ?thing { UNDEF }
  ?act cp:directedAt ?thing ; cp:actOf ?paragraph .
  ?paragraph rdfs:label ?name ; cp:order ?order ; cp:provisionOf ?instrument .
  OPTIONAL { ?act cp:performedBy ?body . ?body rdfs:label ?by }
  OPTIONAL { ?act cp:phrase ?phrase }
  OPTIONAL { ?paragraph cp:gist ?gist }"""
        + PLACE
        + """} ORDER BY ?instrument ?order ?phrase""",
    ),
    Part(
        "Mentioned in",
        {"place": "In", "gist": "In short"},
        """SELECT DISTINCT ?paragraph ?place ?gist WHERE {
  VALUES ?thing { UNDEF }
  ?paragraph cp:mentions ?thing ; rdfs:label ?name ; cp:order ?order ; cp:provisionOf ?instrument .
  OPTIONAL { ?paragraph cp:gist ?gist }"""
        + PLACE
        + """} ORDER BY ?instrument ?order""",
    ),
    Part(
        "Hierarchy",
        {"relation": "Relation", "other": "Id", "label": "Name", "from": "From", "until": "Until"},
        """SELECT DISTINCT ?relation ?other ?label ?from ?until WHERE {
  VALUES ?thing { UNDEF }
  {
    ?thing cp:answersTo ?other . BIND("stands under" AS ?relation)
    FILTER NOT EXISTS { ?any cp:subordinate ?thing ; cp:superior ?other }
  }
  UNION {
    ?period cp:subordinate ?thing ; cp:superior ?other . BIND("stands under" AS ?relation)
    OPTIONAL { ?period cp:from ?from }
    OPTIONAL { ?period cp:until ?until }
  }
  UNION { ?other cp:answersTo ?thing . BIND("has under it" AS ?relation) }
  UNION { ?thing cp:memberOfGroup|cp:subgroupOf ?other . BIND("belongs to" AS ?relation) }
  UNION { ?other cp:memberOfGroup|cp:subgroupOf ?thing . BIND("takes in" AS ?relation) }
  UNION { ?other cp:participant ?thing . BIND("takes part in" AS ?relation) }
  ?other rdfs:label ?label .
} ORDER BY DESC(?relation) ?label""",
    ),
    Part(
        "Changes",
        {"relation": "Relation", "other": "Id", "label": "Name", "on": "On"},
        """SELECT DISTINCT ?relation ?other ?label ?on WHERE {
  VALUES ?thing { UNDEF }
  { ?thing cp:continuedAs ?other . BIND("continued as" AS ?relation) }
  UNION { ?other cp:continuedAs ?thing . BIND("continues" AS ?relation) }
  ?other rdfs:label ?label .
  OPTIONAL {
    { ?change org:originalOrganization ?thing ; org:resultingOrganization ?other }
    UNION
    { ?change org:originalOrganization ?other ; org:resultingOrganization ?thing }
    ?change cp:changedOn ?on
  }
} ORDER BY ?relation ?label""",
    ),
    Part(
        "Its documents",
        {"relation": "Relation", "text": "Text", "label": "Title", "date": "Date"},
        """SELECT DISTINCT ?relation ?text ?label ?date WHERE {
  VALUES ?thing { UNDEF }
  { ?text cp:adoptedBy ?thing . BIND("adopted" AS ?relation) }
  UNION { ?text cp:issuedBy ?thing . BIND("issued" AS ?relation) }
  ?text rdfs:label ?label ."""
        + DATED
        + """} ORDER BY ?date ?text""",
    ),
)
