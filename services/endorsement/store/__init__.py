"""Queries of endorsement. Changes go through the runner."""
