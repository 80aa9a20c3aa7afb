"""The shelf of exports."""
