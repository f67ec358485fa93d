"""From the outside world to items."""

from collector.document import Document
from collector.item import Item

__all__ = ["Document", "Item"]
