"""Notify owns recipients and notices. It sends notices over channels."""
