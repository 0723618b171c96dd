"""What intake keeps besides its aggregates, and how it looks things up."""
