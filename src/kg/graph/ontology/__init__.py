"""The ontology as axioms: what it declares, whether it is in OWL 2 DL, names for its blank nodes."""
