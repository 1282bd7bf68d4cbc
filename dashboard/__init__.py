"""Marts → one HTML file that a browser opens from disk."""
