"""Each kind of file, opened as lines of cells that can be read several times."""
