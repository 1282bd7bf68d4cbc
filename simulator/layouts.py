"""Headers of public data sets → the fields of a record.

A column that no layout knows is delivered under its own name.
"""

import re
from dataclasses import dataclass

from loaders.errors import ConfigError


@dataclass(frozen=True)
class Layout:
    """One kind of record that files are replayed as.

    Attributes:
        kind: As the user names it.
        stream: As objects are named.
        time_field: The field that says when.
        required: Fields without which a file is of another kind.
        renamed: Columns, in lower case without blanks and underscores, that become
            a field of another name.
    """

    kind: str
    stream: str
    time_field: str
    required: tuple[str, ...]
    renamed: dict[str, str]

    def fields(self, columns: list[str], file: str) -> list[str]:
        """The field that each column of a file becomes.

        Raises:
            ConfigError: Required fields are missing, or a field comes twice.

        >>> LAYOUTS["event"].fields(
        ...     ["event_time", "event_type", "product_id", "user_id", "hit"], "a.csv"
        ... )[3:]
        ['user_id', 'hit']
        """
        names = [column.strip() for column in columns]
        fields = [self.renamed.get(_squeezed(name), name) for name in names]
        missing = [field for field in self.required if field not in fields]
        if missing:
            raise ConfigError(
                f"`{file}` has no column for {', '.join(missing)}", self._hint(names)
            )
        for field in fields:
            if fields.count(field) > 1:
                raise ConfigError(
                    f"`{file}` has more than one column for {field}",
                    "rename or remove one of them",
                )
        return fields

    def _hint(self, columns: list[str]) -> str:
        squeezed = {_squeezed(column) for column in columns}
        for other in LAYOUTS.values():
            known = {_squeezed(field) for field in other.required} | set(other.renamed)
            if other is not self and len(squeezed & known) >= len(other.required):
                return f"its columns look like --kind {other.kind}"
        return f"the first line must name the columns: {', '.join(self.required)}, …"


def _squeezed(column: str) -> str:
    """Spelling that does not distinguish `CustomerID` from `Customer ID`."""
    return re.sub(r"[\s_]", "", column).lower()


LAYOUTS = {
    layout.kind: layout
    for layout in (
        Layout(
            kind="event",
            stream="shop-events",
            time_field="event_time",
            required=("event_time", "event_type", "product_id", "user_id"),
            renamed={"transactionid": "order_id"},
        ),
        Layout(
            kind="invoice_line",
            stream="shop-invoice-lines",
            time_field="invoice_date",
            required=("invoice_no", "stock_code", "quantity", "invoice_date"),
            renamed={
                "invoice": "invoice_no",
                "invoiceno": "invoice_no",
                "basketid": "invoice_no",
                "stockcode": "stock_code",
                "productid": "stock_code",
                "description": "description",
                "quantity": "quantity",
                "invoicedate": "invoice_date",
                "transactiontimestamp": "invoice_date",
                "unitprice": "unit_price",
                "price": "unit_price",
                "lineamount": "line_amount",
                "salesvalue": "line_amount",
                "customerid": "customer_id",
                "householdid": "customer_id",
                "country": "country",
            },
        ),
    )
}
