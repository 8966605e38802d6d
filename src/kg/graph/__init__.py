"""The graph, a folder for each step: stores, reading, inferring, checking, asking, telling, vouching."""
