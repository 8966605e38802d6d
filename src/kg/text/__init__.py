"""From the bytes of an official document to its provisions, acts and citations, as values with offsets."""
