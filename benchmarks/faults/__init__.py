"""Break what writes: kill it at random moments, fill its disk, take its rights, and look what is left."""
