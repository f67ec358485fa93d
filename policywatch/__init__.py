"""The front door and the memory: command line, the order of a day, the store."""

__version__ = "0.1.0"
