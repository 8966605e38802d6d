"""The page to write SPARQL queries on; it shows the catalogue's questions, so it stands above both."""
