"""Parts of the graph that go out: a thing with what makes it up, all in order, other models."""
