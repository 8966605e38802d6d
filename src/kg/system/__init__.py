"""What the operating system is asked for: whole files, swapped folders, temporary ones, processes, Java."""
