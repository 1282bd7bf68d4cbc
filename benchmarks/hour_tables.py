"""What an hour costs on each history → its tables."""

from benchmarks.hour import is_same_line
from benchmarks.measured import Row, read, size, table, times, told
from benchmarks.tables import stamps

SHOWN_NODES = 15
STEPS = {
    "load": "`footfall load`",
    "build": "`dbt build`",
    "build, nothing new": "`dbt build` with nothing new",
    "ours": "load and build, less a build with nothing new",
}


def across(rows: list[Row], part: str) -> list[list[Row]]:
    """What is told of each history: a list for each line, the shortest one first."""
    first = rows[0]["history"]
    return [
        [other for other in rows if is_same_line(one, other)]
        for one in rows
        if one["part"] == part and one["history"] == first
    ]


def hour() -> list[str]:
    """The steps of an hour, CPU seconds and wall seconds by history."""
    found = read("hour")[-1:]
    if not found:
        return []
    rows = found[0].rows
    histories = list(dict.fromkeys(row["history"] for row in rows))
    lines = []
    for part, name in STEPS.items():
        (line,) = across(rows, part)
        cpu = [row["cpu_seconds"] for row in line]
        wall = [told(row["wall_seconds"]) for row in line]
        memory = told(line[-1]["memory_mb"], 0, " MB")
        lines.append([name, *map(told, cpu), times(cpu[-1], cpu[0]), *wall, memory])
    heads = [f"CPU s, {size(one)}" for one in histories]
    walls = [f"wall s, {size(one)}" for one in histories]
    text = f"{found[0].events:,} new records on histories of so many events."
    head = " | ".join(["step", *heads, "growth", *walls, "memory"])
    return [text, "", *table(head, lines), *stamps(found)]


def hour_classes() -> list[str]:
    """Wall seconds of each class of nodes, and what of them is spent anyway."""
    return _by_history("class", "nodes of a build")


def hour_models() -> list[str]:
    """The models and tests that take longest on the longest history."""
    return _by_history("node", "model or test", SHOWN_NODES)


def _by_history(part: str, name: str, shown: int | None = None) -> list[str]:
    found = read("hour")[-1:]
    if not found:
        return []
    rows = found[0].rows
    histories = list(dict.fromkeys(row["history"] for row in rows))
    lines = across(rows, part)
    if shown is not None:
        lines = sorted(lines, key=lambda line: -line[-1]["seconds"])[:shown]
    has_scans = any("event_rows_read" in row for line in lines for row in line)
    cells = []
    for line in lines:
        spent = [row["seconds"] for row in line]
        told_name = f"`{line[0]['node']}`" if part == "node" else line[0]["class"]
        one = [told_name, *(told(figure, 2) for figure in spent)]
        one += [times(spent[-1], spent[0]), told(line[-1]["idle_seconds"], 2)]
        if has_scans:
            one.append(told(line[-1].get("event_rows_read"), 0))
        cells.append(one)
    heads = [f"s, {size(one)}" for one in histories]
    last = [f"with nothing new, {size(histories[-1])}"]
    last += ["events read"] if has_scans else []
    head = " | ".join([name, *heads, "growth", *last])
    return [*table(head, cells), *stamps(found)]
