"""Networks as values, and what networkx finds in them; nothing here knows of RDF."""
