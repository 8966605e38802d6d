"""From the bytes of a file to a `Reading`; start at `kg.text.read.file`."""
