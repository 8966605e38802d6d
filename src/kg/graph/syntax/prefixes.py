"""Write `ontology/prefixes.ttl`, the prefixes as SHACL declares them, from the one list in `namespaces`.

Run as `python -m kg.graph.syntax.prefixes > ontology/prefixes.ttl`.
"""

from __future__ import annotations

import sys

from kg.namespaces import ONTOLOGY_IRI, PREFIXES, SH, XSD

_HEAD = f"""@prefix rdfs: <{PREFIXES["rdfs"]}> .
@prefix sh: <{SH}> .
@prefix xsd: <{XSD}> .

# Module: prefixes, for editors and SHACL engines that read them from the graph.
# Generated: `python -m kg.graph.syntax.prefixes > ontology/prefixes.ttl`.
"""


def prefixes_turtle() -> str:
    """Return the Turtle of `ontology/prefixes.ttl`."""
    blocks = [_HEAD]
    for prefix, namespace in sorted(PREFIXES.items()):
        node = f"{ONTOLOGY_IRI}/prefix/{prefix}"
        blocks.append(
            f"<{ONTOLOGY_IRI}> sh:declare <{node}> .\n"
            f'<{node}> rdfs:label "{prefix}"@en ;\n'
            f'    sh:prefix "{prefix}" ;\n'
            f'    sh:namespace "{namespace}"^^xsd:anyURI .\n'
        )
    return "\n".join(blocks)


if __name__ == "__main__":
    sys.stdout.write(prefixes_turtle())
