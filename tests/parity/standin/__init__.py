"""A stand-in for Amazon Redshift: a real PostgreSQL behind a proxy that refuses."""

from .refusals import refusals

__all__ = ["refusals"]
