"""The rules of notify, one file for each aggregate, and how an event is put into words."""
