"""Three votes on each UMKM: the endorsement service, one and more of it, and a bare loop."""
