"""A stand-in for Amazon Redshift: a real PostgreSQL behind a proxy that refuses."""

from .refusals import refusals
from .server import StandIn, stand_in

__all__ = ["StandIn", "refusals", "stand_in"]
