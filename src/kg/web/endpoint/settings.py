"""The limits of the SPARQL endpoint, which whoever runs a site can set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EndpointSettings:
    """What one query, and one client, may take."""

    workers: int = 4
    timeout: float = 10.0
    """Seconds until a query is killed."""
    memory: int = 1024**3
    """Bytes that a query may take beside the store."""
    query_size: int = 64 * 1024
    """Bytes that a query may be long."""
    rows: int = 100_000
    """Rows or triples that an answer may have; what is cut is said."""
    per_client: int = 2
    """Queries of one client that may run at a time."""
    waiting: int = 16
    """Queries of one client that may wait; more are refused with 429."""
