"""Tables of strangers: bytes become lines of cells, and words tell what each column holds.

`files` runs in a process of its own. `understanding` gets a vocabulary from the service that calls
it: headings are words, cells are evidence. Nothing here knows a service.
"""
