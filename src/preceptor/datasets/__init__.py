"""Patient records: made up from a seed, and read safely."""
