"""What all services share: the language (contracts) and the pipes (plumbing)."""
