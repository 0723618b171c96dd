"""Intake owns rounds, the responses of the districts, and nominations."""
