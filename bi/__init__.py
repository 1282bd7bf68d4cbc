"""What BI tools read, made from dbt's manifest: marts, columns, metrics."""
