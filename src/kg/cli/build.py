"""`kg build`: from the sources to the store and the published dump."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import StoreOption


def build(
    store: StoreOption = None,
    out: Annotated[Path, typer.Option(help="Folder for cpkg.nq.gz and manifest.json.")] = Path("build"),
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")] = False,
) -> None:
    """Build the graph from ontology/ and data/ into the store and a canonical dump.

    The result replaces the old one in a single step: a fault in any file, or a kill, leaves the old
    build as it was. Ingested documents are carried over.

    Examples:

      kg build

      kg build --out /tmp/cpkg --store /tmp/cpkg-store
    """
    import time

    from kg.cli.output import talk
    from kg.graph.stores.store import local_path
    from kg.pipeline import build as pipeline
    from kg.resources import find_root

    started = time.monotonic()
    say = (lambda _: None) if quiet else (lambda words: talk(f"  {words}"))
    made = pipeline.build(find_root(), out, local_path(store), say=say)
    if not quiet:
        dump = made.manifest["dump"]
        carried = f", {made.carried:,} of ingested documents carried over" if made.carried else ""
        talk(
            f"built {dump['quads']:,} statements in {len(made.manifest['graphs'])} graphs{carried}"
            f" in {time.monotonic() - started:.1f} s"
        )
        talk(f"  store    {made.store}\n  dump     {made.folder / dump['file']}")
        talk(f"  sha256   {dump['sha256']}")
