"""What people wrote, `ontology/` and `data/`: read into named graphs, each with its provenance."""
