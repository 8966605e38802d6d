"""What is told of a thing: names, identifiers, cards, and tables to cite, link, count and draw from."""
