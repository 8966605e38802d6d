"""Add to a document what stands in its words: acts, citations, mentions, themes, goals."""
