"""Which address of the site stands for which thing; the one place that knows the layout of the site.

A thing has one IRI, under the project's base. The site answers for it at the same path under its own root:
`id/<path>` redirects to `page/<path>` for readers and `data/<path>.<ending>` for programs. SDG entities have
the UN's IRIs; their pages stand at `page/sdg/<code>`.
"""

from __future__ import annotations

from urllib.parse import quote

from kg.namespaces import BASE, CP, ID, ONTOLOGY_IRI, SDG

_SDG_PATH = "sdg/"
_KEPT = "/:@!$&'()*+,;=-._~"


def path_of(iri: str) -> str | None:
    """Return the path of a thing that has a page here, without its fragment; None for all else.

    >>> path_of("https://w3id.org/cpkg/id/A/HRC/RES/31/7/op/4#act-1")
    'A/HRC/RES/31/7/op/4'
    >>> path_of("http://metadata.un.org/sdg/16.2")
    'sdg/16.2'
    >>> path_of("http://example.org/other")
    """
    document = iri.partition("#")[0]
    if document.startswith(ID):
        return document.removeprefix(ID)
    if document.startswith(SDG) and not document.startswith(SDG + "ontology"):
        return _SDG_PATH + document.removeprefix(SDG)
    return None


def iri_of(path: str) -> str:
    """Return the IRI of the thing whose page has this path; the inverse of `path_of`.

    >>> iri_of("sdg/16.2")
    'http://metadata.un.org/sdg/16.2'
    """
    if path.startswith(_SDG_PATH):
        return SDG + path.removeprefix(_SDG_PATH)
    return ID + path


def page_address(iri: str) -> str:
    """Return where a reader is led for an IRI: our page for a thing or term of ours, else the IRI itself.

    Only http and https addresses are ever returned, others become empty: graph content is not to be trusted.

    >>> page_address("https://w3id.org/cpkg/id/S/RES/2427(2018)/op/1")
    '/page/S/RES/2427(2018)/op/1'
    >>> page_address("https://w3id.org/cpkg/ontology#Act")
    '/ontology#Act'
    >>> page_address("javascript:alert(1)")
    ''
    """
    if iri.startswith(CP):
        return "/" + ONTOLOGY_IRI.removeprefix(BASE) + "#" + quote(iri.removeprefix(CP), safe=_KEPT)
    path = path_of(iri)
    if path is not None:
        fragment = iri.partition("#")[2]
        return "/page/" + quote(path, safe=_KEPT) + (f"#{quote(fragment, safe=_KEPT)}" if fragment else "")
    return iri if iri.startswith(("http://", "https://")) else ""


def data_address(path: str, ending: str) -> str:
    """Return where the data of a thing lie in one format.

    >>> data_address("A/HRC/RES/31/7", "ttl")
    '/data/A/HRC/RES/31/7.ttl'
    """
    return f"/data/{quote(path, safe=_KEPT)}.{ending}"
