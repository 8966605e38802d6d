"""The order of steps: each module is one command's way through the graph."""
