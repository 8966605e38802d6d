"""What describes the dataset as a whole: VoID, DCAT, dumps, the ontology, what crawlers read."""
