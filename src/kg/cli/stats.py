"""`kg stats`: how much the graph holds, and of what."""

from __future__ import annotations

from kg.cli.options import OutOption, SectionFormatOption, StoreOption


def stats(
    store: StoreOption = None,
    format: SectionFormatOption = None,  # noqa: A002 - the name of the option
    out: OutOption = None,
) -> None:
    """Count the graph: statements, things by class, provisions, acts, themes and inferences.

    Examples:

      kg stats

      kg stats --format json
    """
    from kg.cli.sections import write_sections
    from kg.graph.lookup.stats import count_graph
    from kg.graph.stores.store import open_store, store_location

    where = store_location(store)
    write_sections(
        f"The graph in {where}",
        count_graph(open_store(where)),
        about={"store": where},
        format=format,
        out=out,
    )
