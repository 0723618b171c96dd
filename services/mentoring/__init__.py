"""Mentoring owns programmes and the journeys of UMKM to their first export."""
