"""Graphs of others: loaded beside ours from files, asked live, and told of ours."""
