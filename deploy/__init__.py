"""How Sentra is run: topics, images, manifests and the embedded stack."""
