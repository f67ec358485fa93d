"""How a database of an older PolicyWatch becomes one of this; forward only, one file a step."""
