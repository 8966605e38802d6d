"""What is wrong: lint of the sources, SHACL shapes, hygiene rules, circles, the report of it all."""
