"""The few stories that cross rooms, one short file each; no table and no rule of their own."""
