"""`./sentra import`: sends letters, asks questions, shows the result."""
