"""Fetch official documents over the network: where they live, how to ask politely, what to believe."""
