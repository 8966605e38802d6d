"""Make what a release consists of: packages, data, bills of materials, digests."""
