"""`./sentra import`: letters are sent, what is not clear is asked, the result is shown."""
