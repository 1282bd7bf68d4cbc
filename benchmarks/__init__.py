"""Measurements; each writes its table, stamped, to `results/`."""
