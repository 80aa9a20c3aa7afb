"""The manners of the house, kept by machine."""
