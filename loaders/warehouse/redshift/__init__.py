"""The landing tables in Amazon Redshift: production.

DuckDB judges each batch in memory, as for a file (`judge`); what it landed goes to S3
as compressed JSON lines (`staging`); one transaction, a fixed list of statements
(`statements`), copies and lands it through a `transport`. `warehouse` ties them.
"""
