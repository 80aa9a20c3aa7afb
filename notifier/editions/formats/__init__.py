"""The shelf of formats."""
