"""From stories to something a person reads: edition, letter, archive, feeds, calendar."""
