"""Sample letters: what 33 district offices would send, mess of real life included."""
