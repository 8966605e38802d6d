"""Documents as RDF: the bridge from the values that extraction gives to quads."""
