"""RDF as text: the syntaxes it is exchanged in, our JSON-LD context, our prefixes."""
