"""The limits of the SPARQL endpoint, which whoever runs a site can set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class EndpointSettings:
    """What one query, and one client, may take."""

    workers: int = 4
    """Processes that wait for queries."""
    long_queries: int = 2
    """Queries that may run on after their first slice of time, at low priority, beside the workers."""
    slice: float = 0.1
    """Seconds that a query has before it counts as long."""
    timeout: float = 10.0
    """Seconds until a query is killed."""
    memory: int = 1024**3
    """Bytes that a query may take beside the store."""
    query_size: int = 64 * 1024
    """Bytes that a query may be long."""
    rows: int = 100_000
    """Rows or triples that an answer may have; what is cut is said."""
    answer_size: int = 64 * 1024**2
    """Bytes that an answer may be long; what is cut is said."""
    per_client: int = 2
    """Queries of one client that run at a time."""
    waiting: int = 16
    """Queries of one client that may wait; more are refused with 429."""
    budget: float = 10.0
    """Seconds of long queries that a client has in hand; every second gives half a second back."""
    unread: int = 1024**3
    """Bytes of long answers that may wait on disk until their clients have taken them; an eighth for each."""
    cache: int = 32 * 1024**2
    """Bytes of answers that are kept."""
