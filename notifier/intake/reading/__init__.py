"""The shelf of reading."""
