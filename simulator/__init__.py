"""A made-up shop, and real files replayed, as the objects Firehose would deliver."""
