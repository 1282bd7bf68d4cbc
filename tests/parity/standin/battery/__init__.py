"""The battery: constructs, each with the verdict of Redshift's manual."""

from .constructs import GAP, MISSING, OURS, REFUSED, ROWS, TABLE, Construct
from .numbers_and_times import NUMBERS_AND_TIMES
from .queries import QUERIES
from .refused import REFUSED_CONSTRUCTS
from .texts import TEXTS

BATTERY = [*NUMBERS_AND_TIMES, *QUERIES, *TEXTS, *REFUSED_CONSTRUCTS]

__all__ = ["BATTERY", "GAP", "MISSING", "OURS", "REFUSED", "ROWS", "TABLE", "Construct"]
