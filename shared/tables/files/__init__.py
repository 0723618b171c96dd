"""Opens each kind of file as lines of cells. The lines can be read several times."""
