"""What leaves the project in forms that are not RDF: tables, and the XML of official documents."""
