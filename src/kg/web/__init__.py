"""The site: linked data, a SPARQL endpoint, the catalogue as an interface, and pages to read."""
