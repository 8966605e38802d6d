"""From blocks to the skeleton of a document: front matter, numbered provisions, footnotes."""
