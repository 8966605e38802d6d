"""Stores and who asks them: on disk, in memory, behind a URL, in a process that can be killed."""
