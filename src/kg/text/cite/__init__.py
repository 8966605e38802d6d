"""Find in a text what it cites: resolutions by number, documents by symbol, instruments by name."""
