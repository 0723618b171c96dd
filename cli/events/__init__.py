"""The language of the platform as documents: what `sentra docs` writes."""
