"""Channels: the port and its implementations."""
