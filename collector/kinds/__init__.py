"""How each kind of source is read."""
