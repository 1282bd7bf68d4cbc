"""Models of customers and what they predict, as `footfall score` lands them."""

import json

from deliveries import Deliveries

CUSTOMERS = ("17850", "13047", "é", "nobody")


def scores() -> dict[str, Deliveries]:
    """Kind → a first model of each channel; later one that knows more, and repeats."""
    models = [model("first"), model("visitors", channel="clickstream")]
    later = [model("second", as_of_date="2026-02-01"), model("bad", spending_q="1")]
    return {
        "customer_model": Deliveries(
            {"models-1": lines(models)}, {"models-2": lines([*later, *models])}
        ),
        "customer_prediction": Deliveries(
            {"first": lines(predictions("first"))},
            {
                "second": lines(predictions("second")),
                "again": lines(predictions("second")),
            },
        ),
    }


def model(model_id: str, **changed: str) -> dict[str, str]:
    return {
        "model_id": model_id,
        "channel": "invoice",
        "as_of_date": "2026-01-01",
        "fitted_at": "2026-02-02 03:00:00",
        "horizon_days": "90",
        "purchases_r": "0.242594518599",
        "purchases_alpha": "4.413601932420",
        "purchases_a": "0.792922058765",
        "purchases_b": "2.425906654062",
        "spending_p": "6.249573274116",
        "spending_q": "3.744224676315",
        "spending_v": "15.443518242717",
        "level": "0.8785",
        "error": "no number",
    } | changed


def predictions(model_id: str) -> list[dict[str, str]]:
    return [
        {
            "model_id": model_id,
            "customer_id": customer,
            "expected_order_days": f"{number / 7:.12f}",
        }
        for number, customer in enumerate(CUSTOMERS)
    ]


def lines(records: list[dict[str, str]]) -> bytes:
    return "\n".join(map(json.dumps, records)).encode()
