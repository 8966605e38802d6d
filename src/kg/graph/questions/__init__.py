"""The catalogue of questions, `queries/`: read, checked, described in the graph, found by words."""
