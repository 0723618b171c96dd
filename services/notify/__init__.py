"""Notify owns recipients and notices: who is told what, how, and whether it left."""
