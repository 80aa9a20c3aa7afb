"""The shelf of sources."""
