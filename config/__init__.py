"""What people decide: sources, taxonomy, gazetteer, settings."""
