"""Citations of instruments: a table a style, pinpoints, and exports for reference managers; no RDF here."""
