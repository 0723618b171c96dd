"""The pipes: how messages arrive, state is saved and events leave. No business word in here."""
