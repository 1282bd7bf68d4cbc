"""Histories of invoices: few customers and products, sold and taken back.

As in `histories`, everything meets again and again at the moments where a rule changes
its answer: a cancellation at the very instant of a sale, one invoice under two
customers, a copy that belongs to somebody else.
"""

import random
from collections.abc import Callable
from datetime import datetime

from .events import Record
from .histories import GAPS, MICROSECOND, MINUTE, Draft, History, packed
from .invoices import LINE_FIELDS
from .spellings import spell_time

CUSTOMERS = ("17850", "17850", "13047", "é", None, "NA")
CODES = ("22423", "85123A", "85123a", "post", "M", "é", " 22423")
INVOICES = ("536365", "536366", "A563185", "c536380", "C536379", "C536383", "é1")
COUNTRIES = ("France", "EIRE", "Österreich", None, "Unknown")
PIECES = ("1", "2", "12", "2.0", "1e3", "-1", "-12", "0", "1000000", "-1000000")
PRICES = (
    *("2.55", "2.55", "0.001", "-11062.06", "0", "1e-6", None, "(not set)"),
    *("1.0000005", "-0.0000005", "0.00005", "999999999999.9999994"),
)
AMOUNTS = (*(None,) * 6, "9.99", "-3", "0", "0.00005", "4.440892e-16", "(not set)")
REFUSED: tuple[dict[str, str | None], ...] = (
    *({name: None} for name in ("invoice_no", "stock_code", "quantity")),
    *({"invoice_date": None}, {"stock_code": " NA "}, {"invoice_no": ""}),
    *({"quantity": "1.5"}, {"quantity": "dozen"}, {"quantity": "-1000001"}),
    *({"unit_price": "dear"}, {"unit_price": "999999999999.9999995"}),
    *({"line_amount": "much"}, {"line_amount": "-999999999999.99995"}),
    *({"invoice_date": "yesterday"}, {"invoice_date": "1999-12-31 23:59:59"}),
    *({"stock_code": "1.48758E+18"}, {"customer_id": "1e+06"}, {"line_id": "5E+3"}),
    *({"customer_id": "c" * 129}, {"country": "é" * 513}),
)


def write_line(history: History, at: datetime, /, **fields: str | None) -> Draft:
    """One line, ordinary but for the fields given."""
    rng = history.rng
    delivered = dict.fromkeys(LINE_FIELDS) | {
        "line_id": f"l{rng.getrandbits(32):08x}",
        "invoice_no": rng.choice(INVOICES),
        "stock_code": rng.choice(CODES[: rng.choice((2, 7))]),
        "customer_id": rng.choice(CUSTOMERS),
        "description": rng.choice(("WHITE MUG", None)),
        "country": rng.choice(COUNTRIES),
        "quantity": rng.choice(PIECES[: rng.choice((3, 10))]),
        "unit_price": rng.choice(PRICES[: rng.choice((3, 12))]),
        "line_amount": rng.choice(AMOUNTS[: rng.choice((1, 12))]),
        "invoice_date": spell_time(rng, at),
    }
    history.drafts.append(Draft(at, delivered | fields))
    return history.drafts[-1]


def invoice(history: History) -> None:
    """Lines of one invoice, sometimes equal ones, mostly of one instant."""
    rng, at = history.rng, history.start()
    number, customer = rng.choice(INVOICES), rng.choice(CUSTOMERS)
    for _ in range(rng.randint(1, 8)):
        write_line(history, at, invoice_no=number, customer_id=customer)
        at += rng.choice((0, 0, 0, 1)) * MINUTE


def many_invoices(history: History) -> None:
    """A customer's orders, from one instant to hours apart."""
    rng, at, customer = history.rng, history.start(), history.rng.choice(CUSTOMERS)
    for number in range(rng.randint(2, 8)):
        write_line(history, at, invoice_no=f"54{number}", customer_id=customer)
        at += rng.choice(GAPS)


def cancellation(history: History) -> None:
    """Sales of a product, and a cancellation before, at or after them."""
    rng, at, customer = history.rng, history.start(), history.rng.choice(CUSTOMERS)
    for _ in range(rng.randint(0, 3)):
        write_line(
            history,
            at + rng.choice((-1, 0, 0, 1)) * rng.choice((MICROSECOND, MINUTE)),
            invoice_no=rng.choice(("536365", "536366", "A563185")),
            stock_code="22423",
            customer_id=customer,
        )
    write_line(
        history,
        at,
        invoice_no=rng.choice(("C536379", "C536383", "c536380")),
        stock_code=rng.choice(("22423", "22423", "85123A")),
        customer_id=rng.choice((customer, customer, None)),
        quantity=rng.choice(("-1", "-12", "1")),
    )


def odd_values(history: History) -> None:
    """A record that is refused."""
    write_line(history, history.start(), **history.rng.choice(REFUSED))


def future_time(history: History) -> None:
    """A line an hour ahead of its delivery, exactly or just beyond."""
    rng, delivered_at = history.rng, history.start()
    ahead = 60 * MINUTE + rng.choice((-1, 0, 1)) * MICROSECOND
    write_line(history, delivered_at + ahead).delivered_at = delivered_at


def copies(history: History) -> None:
    """A record again: as it was, in another spelling, in conflict, or refused."""
    rng = history.rng
    if not history.drafts:
        return
    original = rng.choice(history.drafts)
    moved_to = original.occurred_at + rng.choice((-1, 1)) * rng.choice(GAPS)
    changes: tuple[dict[str, str | None], ...] = (
        {},
        {"invoice_date": spell_time(rng, original.occurred_at)},
        {"invoice_date": spell_time(rng, moved_to)},
        {"customer_id": rng.choice(CUSTOMERS)},
        {"invoice_no": rng.choice(INVOICES)},
        {"stock_code": rng.choice(CODES)},
        {"quantity": rng.choice(PIECES)},
        {"unit_price": rng.choice(PRICES)},
        {"line_amount": rng.choice(AMOUNTS)},
        rng.choice(REFUSED),
    )
    latest = max(original.occurred_at, moved_to)
    history.drafts.append(Draft(latest, original.fields | rng.choice(changes)))


SCENES: tuple[Callable[[History], None], ...] = (
    *(invoice, invoice, many_invoices, cancellation, cancellation, cancellation),
    *(odd_values, future_time, copies, copies, copies),
)


def random_invoice_history(seed: int) -> list[Record]:
    """10 to 120 delivered invoice lines, in the order of their objects."""
    rng = random.Random(f"invoices {seed}")
    size = rng.choice((10, 20, 40, 80, 120))
    history = History(rng)
    while len(history.drafts) < size:
        rng.choice(SCENES)(history)
    return packed(history.drafts[:size], rng)
