"""What vouches for each statement, and the traces of what is said no more."""
