"""Calls to Amazon QuickSight's API, as JSON, and made one after the other."""
