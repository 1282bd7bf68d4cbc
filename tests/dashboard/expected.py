"""What each tile has to show, said in SQL over the datasets' own selects."""

from collections.abc import Mapping
from typing import Any

HOLDS = {"category": "category_level_1", "brand": "brand"}


def conditions(
    columns: tuple[str, ...], by: str | None, chosen: Mapping[str, Any]
) -> list[str]:
    """What a row has to be under the filters that are set."""
    found = []
    for name in ("channel", "category", "brand"):
        if name in columns and chosen.get(name):
            found.append(f"{name} = {quoted(chosen[name])}")
    if "member" in columns:
        held = by if by in HOLDS else next((n for n in HOLDS if chosen.get(n)), None)
        found.append(f"hold = '{HOLDS[held] if held else 'none'}'")
        if held and chosen.get(held):
            found.append(f"member = {quoted(chosen[held])}")
    if "local_date" in columns:
        found.append(f"local_date between '{chosen['from']}' and '{chosen['to']}'")
    return found


def quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"


def figures(
    select: str,
    columns: tuple[str, ...],
    value: Mapping[str, Any],
    by: tuple[str, ...],
    chosen: Mapping[str, Any],
    only: Mapping[str, Any],
) -> str:
    """One figure by the members of some columns, as a query."""
    told = conditions(columns, by[0] if by else None, chosen)
    told += [f"{name} = {quoted(one)}" for name, one in only.items()]
    told += [f"{name} = {quoted(one)}" for name, one in value.get("only", {}).items()]
    keys = ["member" if key in HOLDS and "member" in columns else key for key in by]
    figure = f"cast(sum({value['above']}) as double)"
    if value.get("below"):
        share = "max" if value["is_per"] else "sum"
        figure = (
            f"coalesce({figure}, 0)"
            f" / nullif(cast({share}({value['below']}) as double), 0)"
        )
    shown = ", ".join([*keys, figure])
    text = f"select {shown} from ({select}) where {' and '.join(told) or 'true'}"
    return f"{text} group by {', '.join(keys)}" if keys else text


def is_added(value: Mapping[str, Any]) -> bool:
    """Whether nothing means 0."""
    return not value.get("below") and value["format"] in ("money", "count")
