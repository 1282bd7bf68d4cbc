"""Tables of a page → the pictures below them, the same bytes for the same tables.

`make pictures` draws those of docs/guides/wholesaler.md. A picture is named where the
page shows it, and drawn from the table right above.
"""

import re
from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

PAGE = Path(__file__).parent / "guides" / "wholesaler.md"
_PICTURE = re.compile(
    r"(?P<table>(?:^\|[^\n]*\n)+)\n!\[(?P<title>[^\]]+)\]\((?P<file>[\w/]+\.svg)\)",
    re.MULTILINE,
)
BLUE, ORANGE, GREY, PURPLE = "#1f6f8b", "#d98e32", "#9aa5b1", "#6b4c9a"
Rows = list[dict[str, str]]

mpl.use("svg")
mpl.rcParams.update(
    {
        "svg.hashsalt": "footfall",  # ids of elements are else drawn by chance
        "svg.fonttype": "none",
        "font.family": "sans-serif",
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "axes.grid": True,
        "grid.color": "#dddddd",
    }
)


def pictures(text: str) -> list[tuple[str, str, Rows]]:
    """Each picture of a page: its file, its title, the rows above it."""
    return [
        (found["file"], found["title"], rows(found["table"]))
        for found in _PICTURE.finditer(text)
    ]


def rows(table: str) -> Rows:
    r"""A Markdown table's rows.

    >>> rows("| a | b |\n| --- | ---: |\n| x | 1,200 |\n")
    [{'a': 'x', 'b': '1,200'}]
    """
    lines = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in table.strip().splitlines()
    ]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[2:]]


def number(cell: str) -> float:
    """What a cell says, 0 where it says nothing."""
    return float(cell.replace(",", "") or 0)


def bars(label: str, value: str, unit: str, form: str = "{:,.0f}") -> "Drawn":
    """Bars from top to bottom, each with its figure."""

    def draw(axes: Axes, told: Rows) -> None:
        names = [row[label] for row in told]
        found = axes.barh(range(len(told)), [number(row[value]) for row in told])
        for bar in found.patches:
            bar.set_facecolor(BLUE)
        axes.bar_label(found, fmt=form, padding=3)
        axes.set_yticks(range(len(told)), names)
        axes.invert_yaxis()
        axes.grid(visible=False, axis="y")
        axes.margins(x=0.12)
        axes.xaxis.set_major_formatter("{x:,.12g}")
        axes.set_xlabel(unit)

    return draw


def orders(axes: Axes, told: Rows) -> None:
    """Gross above the line, refunds below it."""
    months = [row["order_month"][:7] for row in told]
    gross = axes.bar(months, [number(row["gross_amount"]) for row in told], color=BLUE)
    back = axes.bar(
        months, [-number(row["refund_amount"]) for row in told], color=ORANGE
    )
    axes.bar_label(gross, fmt="{:,.0f}", padding=3)
    axes.bar_label(back, fmt="{:,.0f}", padding=3)
    axes.axhline(0, color="black", linewidth=0.8)
    axes.margins(y=0.12)
    axes.legend(
        [gross, back], ["gross", "refunds"], frameon=False, ncols=2, loc="upper center"
    )
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.set_ylabel("pounds")


def transactions(axes: Axes, told: Rows) -> None:
    """Steps of what one customer has paid so far."""
    places = range(1, len(told) + 1)
    paid = [number(row["running_net_amount"]) for row in told]
    axes.step(places, paid, where="mid", color=GREY)
    for is_order, color, name in ((True, BLUE, "order"), (False, ORANGE, "cancelled")):
        shown = [
            (place, value)
            for place, value, row in zip(places, paid, told, strict=True)
            if bool(row["order_number"]) == is_order
        ]
        axes.plot(*zip(*shown, strict=True), "o", color=color, label=name)
    axes.set_xticks(
        places, [f"{row['order_date'][5:]}\n{row['source_order_id']}" for row in told]
    )
    axes.axhline(0, color="black", linewidth=0.8)
    axes.set_ylabel("paid so far, pounds")
    axes.legend(frameon=False)


def cancellations(axes: Axes, told: Rows) -> None:
    """Whose sale is known, whose is not, and guests'."""
    named = [
        {
            "who": "sale known"
            if row["is_matched_cancellation"] == "yes"
            else f"no sale, {'guest' if row['is_guest'] == 'yes' else 'customer'}",
            "refund_amount": row["refund_amount"],
        }
        for row in told
    ]
    bars("who", "refund_amount", "refunds, pounds")(axes, named)


def pairs(axes: Axes, told: Rows) -> None:
    """Two products a bar."""
    named = [
        {**row, "pair": f"{row['product_a_id']} + {row['product_b_id']}"}
        for row in told
    ]
    bars("pair", "pair_orders", "orders with both")(axes, named)


def cohorts(axes: Axes, told: Rows) -> None:
    """A line per mode; a month that is not over has no point."""
    for mode, color in (("bounded", BLUE), ("rolling", PURPLE)):
        line = [row for row in told if row["mode"] == mode and row["retention_rate"]]
        axes.plot(
            [int(row["period"]) for row in line],
            [100 * number(row["retention_rate"]) for row in line],
            marker="o",
            color=color,
            label=mode,
        )
    axes.set_ylim(0, 105)
    axes.set_xticks(sorted({int(row["period"]) for row in told}))
    axes.set_xlabel("months after December")
    axes.set_ylabel("customers, %")
    axes.legend(frameon=False)


Drawn = Callable[[Axes, Rows], None]
DRAWN: dict[str, Drawn] = {
    "orders": orders,
    "cancellations": cancellations,
    "transactions": transactions,
    "customers": bars("customer_id", "net_amount", "net amount, pounds"),
    "together": bars(
        "partner_product_id", "shrunk_confidence", "shrunk confidence", "{:.3f}"
    ),
    "pairs": pairs,
    "frequent": bars("abc_class", "gross_amount", "gross amount, pounds"),
    "segments": bars("segment", "net_amount", "net amount, pounds"),
    "migrations": bars("to_segment", "customer_count", "customers"),
    "churn": bars("status", "customers", "customers"),
    "value": bars("segment", "expected_amount", "expected in 60 days, pounds"),
    "cohorts": cohorts,
}


def main() -> None:
    """Draw every picture of the page."""
    for file, title, told in pictures(PAGE.read_text("utf-8")):
        path = PAGE.parent / file
        path.parent.mkdir(exist_ok=True)
        is_upright = path.stem in {"orders", "transactions", "cohorts"}
        height = 3.2 if is_upright else 1 + 0.3 * len(told)
        figure, axes = plt.subplots(figsize=(8, height), layout="constrained")
        DRAWN[path.stem](axes, told)
        axes.set_title(title)
        figure.savefig(
            path, metadata={"Date": None, "Creator": None}, facecolor="white", dpi=72
        )
        plt.close(figure)
        lines = path.read_text("utf-8").splitlines()  # none ends in spaces
        path.write_text("\n".join(line.rstrip() for line in lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
