"""Data sources of Tableau, one for each mart."""
