"""Objects of a folder or S3 → landing tables, each object exactly once."""
