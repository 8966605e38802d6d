"""Say what the graph holds, how deep, from which sources, and what is known to be missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Rows, Section
from kg.namespaces import sparql_prologue

if TYPE_CHECKING:
    from collections.abc import Collection

    from kg.graph.stores.engine import Engine


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the inventory: what it shows, in words, and its table."""

    about: str
    section: Section


_PARTS: tuple[tuple[str, str, dict[str, str], str], ...] = (
    (
        "Treaties and general comments, provision by provision",
        "An article with a gist has its norm acts too; one by heading alone has number, heading and themes.",
        {
            "name": "Text", "articles": "Articles", "paragraphs": "Paragraphs", "gists": "Gists",
            "acts": "Norm acts", "corresponding": "Correspondences",
        },
        """SELECT ?name ?articles ?paragraphs ?gists ?acts ?corresponding WHERE {
  {
    SELECT ?instrument (COUNT(?article) AS ?articles) (COUNT(?part) AS ?paragraphs) (COUNT(?gist) AS ?gists)
    WHERE {
      ?provision cp:provisionOf ?instrument .
      { ?provision a cp:TreatyProvision } UNION { ?provision a cp:CommentParagraph }
      OPTIONAL { ?provision a cp:Article . BIND(?provision AS ?article) }
      OPTIONAL {
        ?provision a ?kind .
        FILTER(?kind IN (cp:ArticleParagraph, cp:CommentParagraph)) BIND(?kind AS ?part)
      }
      OPTIONAL { ?provision cp:gist ?gist }
    } GROUP BY ?instrument
  }
  OPTIONAL {
    SELECT ?instrument (COUNT(?act) AS ?actsFound)
    WHERE { ?p cp:provisionOf ?instrument ; cp:hasAct ?act } GROUP BY ?instrument
  }
  OPTIONAL {
    SELECT ?instrument (COUNT(?correspondence) AS ?found)
    WHERE { ?p cp:provisionOf ?instrument ; cp:hasCorrespondence ?correspondence } GROUP BY ?instrument
  }
  ?instrument rdfs:label ?name .
  BIND(COALESCE(?actsFound, 0) AS ?acts)
  BIND(COALESCE(?found, 0) AS ?corresponding)
} ORDER BY ?name""",
    ),
    (
        "Resolutions paragraph by paragraph",
        "Curated by hand, with every act, addressee, citation and note. Users add others with `kg ingest`.",
        {
            "instrument": "Text", "title": "Title", "provisions": "Paragraphs", "acts": "Acts",
            "citations": "Citations",
        },
        """SELECT ?instrument ?title ?provisions ?acts ?citations WHERE {
  {
    SELECT ?instrument (COUNT(DISTINCT ?paragraph) AS ?provisions) (COUNT(DISTINCT ?act) AS ?acts)
           (COUNT(DISTINCT ?citation) AS ?citations)
    WHERE {
      ?paragraph cp:provisionOf ?instrument .
      { ?paragraph a cp:PreambularParagraph } UNION { ?paragraph a cp:OperativeParagraph }
      OPTIONAL { ?paragraph cp:hasAct ?act }
      OPTIONAL { ?paragraph cp:hasCitation ?citation }
    } GROUP BY ?instrument
  }
  ?instrument rdfs:label ?title .
} ORDER BY ?instrument""",
    ),
    (
        "How provisions correspond",
        "Each correspondence has its reason; `our reading` marks analysis that others may not share.",
        {"kind": "Kind", "basis": "Basis", "treaties": "Between treaties", "others": "From other texts"},
        """SELECT ?kind ?basis (COUNT(?treaty) AS ?treaties)
       (COUNT(?correspondence) - COUNT(?treaty) AS ?others)
WHERE {
  ?provision cp:hasCorrespondence ?correspondence .
  ?correspondence cp:basis ?basis ; ?part ?counterpart .
  VALUES (?part ?kind) {
    (cp:implemented "implements") (cp:paralleled "parallels") (cp:extended "extends") (cp:drawnOn "draws on")
  }
  OPTIONAL { ?provision a ?class . FILTER(?class = cp:TreatyProvision) BIND(?class AS ?treaty) }
} GROUP BY ?kind ?basis ORDER BY ?kind ?basis""",
    ),
    (
        "What is known of each treaty and declaration",
        "An empty place is a fact that no source at hand shows.",
        {
            "key": "Key", "adopted": "Adopted", "signable": "Signature from", "force": "In force",
            "volume": "UNTS", "registration": "No.", "number": "MTDSG or CETS", "keeper": "Depositary",
            "languages": "Languages", "watcher": "Monitored by",
        },
        """SELECT ?key ?adopted ?signable ?force ?volume ?registration ?number ?keeper ?languages ?watcher
WHERE {
  { ?treaty a cp:Treaty } UNION { ?treaty a cp:Declaration }
  BIND(STRAFTER(STR(?treaty), "/treaty/") AS ?key)
  FILTER(?key != "")
  OPTIONAL { ?treaty cp:adoptedOn ?adopted }
  OPTIONAL { ?treaty cp:openedForSignatureOn ?signable }
  OPTIONAL { ?treaty cp:entryIntoForce ?force }
  OPTIONAL { ?treaty cp:untsVolume ?volume }
  OPTIONAL { ?treaty cp:untsRegistration ?registration }
  OPTIONAL { ?treaty cp:mtdsgNumber ?mtdsg }
  OPTIONAL { ?treaty cp:cetsNumber ?cets }
  BIND(COALESCE(?mtdsg, ?cets) AS ?number)
  OPTIONAL { ?treaty cp:depositary/rdfs:label ?keeper }
  OPTIONAL {
    SELECT ?treaty (GROUP_CONCAT(?language; separator=" ") AS ?languages)
    WHERE {
      SELECT ?treaty ?language WHERE { ?treaty cp:authenticLanguage ?language } ORDER BY ?language
    }
    GROUP BY ?treaty
  }
  OPTIONAL {
    SELECT ?treaty (GROUP_CONCAT(?body; separator=", ") AS ?watcher)
    WHERE { SELECT ?treaty ?body WHERE { ?treaty cp:monitoredBy/rdfs:label ?body } ORDER BY ?body }
    GROUP BY ?treaty
  }
} ORDER BY ?key""",
    ),
    (
        "What States did",
        "Signatures and consents from `data/treaty-actions/`; a year stands where the source gives no day."
        " Nothing later than the dates in the last column is known here.",
        {
            "treaty": "Treaty", "signatures": "Signatures", "consents": "Consents", "parties": "Bound",
            "asOf": "As of",
        },
        """SELECT ?treaty (COUNT(DISTINCT ?signature) AS ?signatures) (COUNT(DISTINCT ?consent) AS ?consents)
       (COUNT(DISTINCT ?bound) AS ?parties) (GROUP_CONCAT(DISTINCT STR(?reach); separator=", ") AS ?asOf)
WHERE {
  SELECT ?treaty ?reach ?signature ?consent ?bound
  WHERE {
    ?action cp:actionOn ?treaty ; cp:asOf ?reach .
    OPTIONAL { ?action cp:actionKind "signature" . BIND(?action AS ?signature) }
    OPTIONAL { ?action cp:bindsParty true ; cp:actionBy ?bound . BIND(?action AS ?consent) }
  }
  ORDER BY ?reach
} GROUP BY ?treaty ORDER BY ?treaty""",
    ),
    (
        "Themes",
        "Every provision of a treaty, and every act of the resolutions above, is indexed by them.",
        {"label": "Scheme", "themes": "Themes", "linked": "Linked to UNBIS or EuroVoc", "used": "Used"},
        """SELECT ?label ?themes ?linked ?used WHERE {
  {
    SELECT ?scheme (COUNT(DISTINCT ?theme) AS ?themes) (COUNT(DISTINCT ?tied) AS ?linked)
           (COUNT(DISTINCT ?hit) AS ?used)
    WHERE {
      ?theme skos:inScheme ?scheme ; a cp:Theme .
      OPTIONAL {
        ?theme skos:exactMatch|skos:closeMatch|skos:broadMatch|skos:narrowMatch ?other .
        FILTER(CONTAINS(STR(?other), "metadata.un.org/thesaurus") || CONTAINS(STR(?other), "eurovoc"))
        BIND(?theme AS ?tied)
      }
      OPTIONAL { ?user cp:hasTheme|cp:usesTerm ?theme . BIND(?theme AS ?hit) }
    } GROUP BY ?scheme
  }
  ?scheme skos:prefLabel ?label .
} ORDER BY ?label""",
    ),
    (
        "Contested terms",
        "Statements say who prefers, avoids or defines a term, and where; first and last use are in texts"
        " whose provisions are in the graph.",
        {
            "term": "Term", "statements": "Statements", "uses": "Provisions", "first": "First use",
            "last": "Last use",
        },
        """SELECT ?term ?statements ?uses ?first ?last WHERE {
  ?concept a cp:Term ; skos:prefLabel ?term .
  {
    SELECT ?concept (COUNT(?statement) AS ?statements)
    WHERE { ?concept a cp:Term . OPTIONAL { ?concept cp:hasStatement ?statement } } GROUP BY ?concept
  }
  OPTIONAL {
    SELECT ?concept (COUNT(DISTINCT ?provision) AS ?uses)
    WHERE { ?provision cp:usesTerm ?concept } GROUP BY ?concept
  }
  OPTIONAL {
    SELECT ?concept (MIN(STR(?date)) AS ?first) (MAX(STR(?date)) AS ?last)
    WHERE {
      ?provision cp:usesTerm ?concept ; cp:provisionOf ?text .
      OPTIONAL { ?text cp:adoptedOn|(cp:draftIn/cp:adoptedOn) ?adopted }
      OPTIONAL { ?text cp:issuedOn ?issued }
      BIND(COALESCE(?adopted, ?issued) AS ?date)
      FILTER(BOUND(?date))
    } GROUP BY ?concept
  }
} ORDER BY ?term""",
    ),
    (
        "Who acts",
        "Bodies, mandates, programmes, initiatives, States and groups of agents.",
        {"kind": "Kind", "things": "Things", "founded": "With founding text", "dated": "With a date"},
        """SELECT ?kind (COUNT(DISTINCT ?agent) AS ?things) (COUNT(DISTINCT ?created) AS ?founded)
       (COUNT(DISTINCT ?timed) AS ?dated)
WHERE {
  VALUES ?class { cp:Body cp:Mandate cp:Programme cp:Initiative cp:State cp:AgentGroup }
  ?class rdfs:label ?kind .
  ?agent a ?class .
  OPTIONAL { ?agent cp:establishedBy ?text . BIND(?agent AS ?created) }
  OPTIONAL { ?agent cp:from|cp:until ?date . BIND(?agent AS ?timed) }
} GROUP BY ?kind ORDER BY DESC(?things)""",
    ),
    (
        "Sustainable Development Goals",
        "Targets and indicators under the UN's own IRIs, and the provisions that name or serve each target.",
        {
            "target": "Target", "indicators": "Indicators", "named": "Named by",
            "served": "Served by, in our reading",
        },
        """SELECT ?target ?indicators ?named ?served WHERE {
  ?thing a sdgo:Target ; skos:notation ?target .
  {
    SELECT ?thing (COUNT(DISTINCT ?indicator) AS ?indicators) (COUNT(DISTINCT ?naming) AS ?named)
           (COUNT(DISTINCT ?serving) AS ?served)
    WHERE {
      ?thing a sdgo:Target .
      OPTIONAL { ?thing sdgo:hasIndicator ?indicator }
      OPTIONAL { ?naming cp:namesTarget ?thing }
      OPTIONAL { ?serving cp:servesTarget ?thing }
    } GROUP BY ?thing
  }
} ORDER BY ?target""",
    ),
    (
        "Sources most leaned on",
        "Every thing names where it was read; these sources carry most of the graph.",
        {"source": "Source", "things": "Things"},
        """SELECT ?source (COUNT(DISTINCT ?thing) AS ?things) WHERE {
  ?thing prov:wasDerivedFrom ?from .
  ?from a cp:Source ; rdfs:label ?source .
} GROUP BY ?source ORDER BY DESC(?things) ?source LIMIT 25""",
    ),
    (
        "Facts that are not, or not firmly, verified",
        "Each is marked so in the data; the hygiene rules list them too.",
        {"thing": "Thing", "degree": "Degree", "property": "Facts", "place": "What was read"},
        """SELECT ?thing ?degree (GROUP_CONCAT(DISTINCT ?name; separator=", ") AS ?property)
       (GROUP_CONCAT(DISTINCT ?where; separator="; ") AS ?place)
WHERE {
  SELECT ?thing ?degree ?where ?name
  WHERE {
    ?attestation cp:attestedThing ?thing ; cp:verification/skos:prefLabel ?degree ; cp:attestedProperty ?p .
    OPTIONAL { ?attestation cp:place ?where }
    OPTIONAL { ?p rdfs:label ?label }
    BIND(COALESCE(?label, IF(?p = rdfs:label, "name", STR(?p))) AS ?name)
  }
  ORDER BY ?name ?where
} GROUP BY ?thing ?degree ORDER BY ?thing ?degree""",
    ),
)  # fmt: skip


def take_inventory(engine: Engine, titles: Collection[str] = ()) -> list[Part]:
    """Return the parts of the inventory, or those of some titles, in the order in which a reader asks."""
    return [
        Part(about, section_of(engine, title, columns, sparql))
        for title, about, columns, sparql in _PARTS
        if not titles or title in titles
    ]


def section_of(engine: Engine, title: str, columns: dict[str, str], sparql: str) -> Section:
    """Return the answer to a query as a titled table."""
    rows = engine.select(sparql_prologue() + sparql)
    return Section(title, Rows(rows.columns, rows.rows, columns))
