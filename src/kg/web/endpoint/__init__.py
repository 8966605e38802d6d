"""The SPARQL endpoint: the protocol, and the worker processes that answer it."""
