"""Documents in a user's store: their graphs and official texts put in, found by words, read back."""
