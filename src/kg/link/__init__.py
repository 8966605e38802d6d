"""Find which things of another graph are things of ours: by identifiers first, then by names."""
