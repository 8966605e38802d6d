"""cpkg: the knowledge graph of international child-protection instruments.

Nothing heavy is imported here: `kg --help` and `import kg` stay fast.
"""

__version__ = "0.1.0"
