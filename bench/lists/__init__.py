"""A priority list of 65,000 endorsed UMKM: drafted, published, downloaded, against a bare loop."""
