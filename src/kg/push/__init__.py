"""Speak to stores that can be written to: the Graph Store Protocol and SPARQL Update, over HTTP."""
