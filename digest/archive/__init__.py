"""The archive: editions, stories, items and registers as static pages."""
