"""The graph: reading sources, storing, reasoning over, checking and querying them."""
