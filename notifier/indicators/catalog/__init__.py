"""The shelf of catalog."""
