"""The memory: the only room that speaks to a database."""

from policywatch.store.errors import StoreError

__all__ = ["StoreError"]
