"""The services of Sentra: each its own process, each the owner of its collections."""
