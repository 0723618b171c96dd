"""Facts that hold in every province: zones, months, codes of provinces, masks of private data."""
