"""What was measured → the tables of docs/concepts/performance.md."""

from benchmarks.hours import bytes_an_event, compared, growth
from benchmarks.measured import Measured, Row, read, size, table, times, told
from benchmarks.models import NAMED_FLOOR
from benchmarks.scaling import FIGURES, STEPS, exponents

LOAD_HEAD = (
    "objects | events | count | floor, CPU s | footfall, CPU s | CPU | wall | memory"
)


def load_line(one: Measured, row: Row) -> list[str]:
    """A shape's cells."""
    floor = row["floor_cpu_seconds"]
    return [
        row["shape"],
        f"{one.events:,}",
        f"{row['objects']:,}",
        "fails" if floor is None else told(floor),
        told(row["cpu_seconds"]),
        f"**{told(row['cpu_of_floor'], 2, ' ×')}**",
        told(row["wall_of_floor"], 2, " ×"),
        told(row["memory_mb"], 0, " MB"),
    ]


def load() -> list[str]:
    """Every shape at every size."""
    found = read("load")
    lines = [load_line(one, row) for one in found for row in one.rows]
    return [*table(LOAD_HEAD, lines), *stamps(found)]


def readme() -> list[str]:
    """The first shape at the smaller sizes, every shape at the largest, its stamp."""
    *smaller, largest = read("load")
    lines = [load_line(one, one.rows[0]) for one in smaller]
    lines += [load_line(largest, row) for row in largest.rows]
    return [largest.stamped(), "", *table(LOAD_HEAD, lines)]


def peers() -> list[str]:
    """Every contender on every shape, as it came off."""
    found = read("peers")[-1:]
    if not found:
        return []
    lines = []
    for row in found[0].rows:
        clean = [one for one in found[0].rows if one["shape"] == row["shape"]]
        ours = next((one for one in clean if one["contender"] == "footfall"), row)
        wall, of = row["wall_seconds"], ours["wall_seconds"]
        lines.append(
            [
                row["contender"],
                row["shape"],
                told(row.get("events"), 0),
                told(row["cpu_seconds"]),
                told(wall),
                times(wall, of) if wall and of else "–",
                told(row["memory_mb"], 0, " MB"),
                row["outcome"].replace("|", "\\|"),
            ]
        )
    head = "contender | objects | events | CPU s | wall s | of footfall's | memory"
    text = table(f"{head} | outcome", lines)
    # the outcome is text
    text[1] = text[1].removesuffix("---:|") + "---|"
    return [*text, *stamps(found)]


def scaling(name: str = "scaling") -> list[str]:
    """Each step at each size, and the powers that they follow."""
    found = read(name)[-1:]
    if not found:
        return []
    rows = found[0].rows
    lines = [
        [
            row["step"],
            size(row["events"]) + _rounds(row["rounds"], found[0]),
            told(row["cpu_seconds"]),
            told(row["wall_seconds"]),
            told(row["memory_mb"], 0, " MB"),
            told(row["file_mb"], 0, " MB"),
        ]
        for step in STEPS
        for row in rows
        if row["step"] == step
    ]
    for step in STEPS:
        powers = exponents(rows, step)
        lines.append([step, "exponent", *(told(powers[name], 2) for name in FIGURES)])
    head = "step | events | CPU s | wall s | memory | file afterwards"
    return [*table(head, lines), *stamps(found)]


def _rounds(rounds: int, of: Measured) -> str:
    """What a row says of its rounds, where the stamp says otherwise."""
    if rounds == of.stamp["rounds"]:
        return ""
    return ", one round" if rounds == 1 else f", {rounds} rounds"


def one_bot() -> list[str]:
    """The same with one bot."""
    return scaling("scaling-one-bot")


def models() -> list[str]:
    """Every model at every size, as a multiple of its size's floor."""
    found = read("models")
    if not found:
        return []
    by_name = [{row["model"]: row for row in one.rows} for one in found]
    lines = []
    for name in by_name[-1]:
        cells = [name if name == NAMED_FLOOR else f"`{name}`"]
        for rows in by_name:
            row, floor = rows.get(name), rows[NAMED_FLOOR]
            if row is None:
                cells += ["–"] * 4
                continue
            cells += [
                told(row["rows"], 0),
                told(row["cpu_seconds"]),
                # as it was told where only rounded figures are left
                told(row["cpu_of_floor"], 2, " ×")
                if "cpu_of_floor" in row
                else times(row["cpu_seconds"], floor["cpu_seconds"]),
                told(row["memory_mb"], 0, " MB"),
            ]
        lines.append(cells)
    heads = [
        f"rows, {size(one.events)} | CPU s | of the floor | memory" for one in found
    ]
    return [*table(" | ".join(["model", *heads]), lines), *stamps(found)]


def hours() -> list[str]:
    """The first and the last of many hours."""
    found = read("hours")[-1:]
    if not found:
        return []
    rows = found[0].rows
    names = {
        "load_cpu_seconds": "load, CPU s",
        "build_cpu_seconds": "build, CPU s",
        "build_wall_seconds": "build, wall s",
    }
    lines = []
    for figure, name in names.items():
        first, last, slope = growth(rows, figure)
        cells = [told(first, 2), told(last, 2), times(last, first), f"{slope:+.1%}"]
        lines.append([name, *cells])
    before, after = bytes_an_event(rows)
    cells = [told(before, 0), told(after, 0), times(after, before), "–"]
    lines.append(["file, bytes an event, before and after", *cells])
    text = (
        f"{len(rows) - 1} hours of {rows[-1]['records']:,} records on a history of"
        f" {size(rows[0]['history'])}."
    )
    few = compared(rows)
    head = f"median of | first {few} hours | last {few} hours | growth"
    head += " | rise of a fitted line"
    return [text, "", *table(head, lines), *stamps(found)]


def arrival() -> list[str]:
    """Each slice's load and build, the full refresh, and what differs."""
    found = read("arrival")[-1:]
    if not found:
        return []
    steps = [row for row in found[0].rows if row["step"] != "compared"]
    relations = [row for row in found[0].rows if row["step"] == "compared"]
    lines = [
        [
            row["step"],
            told(row["cpu_seconds"]),
            told(row["wall_seconds"]),
            told(row["memory_mb"], 0, " MB"),
        ]
        for row in steps
    ]
    differing = [row["relation"] for row in relations if row["rows_that_differ"]]
    verdict = f"All {len(relations)} relations are equal."
    if differing:
        verdict = f"Of {len(relations)} relations these differ: {', '.join(differing)}."
    head = f"step, {size(found[0].events)} events | CPU s | wall s | memory"
    return [*table(head, lines), "", verdict, *stamps(found)]


def pairs() -> list[str]:
    """Every contender at every number of baskets, against the last one."""
    found = read("pairs")
    lines = []
    for one in found:
        theirs = one.rows[-1]
        for row in one.rows:
            cpu, wall = row["cpu_seconds"], row["wall_seconds"]
            lines.append(
                [
                    row["contender"],
                    size(one.events),
                    told(row["lines"], 0),
                    told(row["pairs"], 0),
                    told(cpu),
                    times(theirs["cpu_seconds"], cpu, 1),
                    told(wall),
                    times(theirs["wall_seconds"], wall, 1),
                    told(row["memory_mb"], 0, " MB"),
                ]
            )
    head = "contender | baskets | lines | pairs | CPU s | as fast | wall s | as fast"
    return [*table(f"{head} | memory", lines), *stamps(found)] if found else []


def dashboard() -> list[str]:
    """The dashboard's file, by the size of its shop."""
    found = read("dashboard")
    lines = [
        [
            size(one.events),
            told(row["days"], 0),
            told(row["bytes"] / 1e6, 1, " MB"),
            told(row["gzipped_bytes"] / 1e6, 1, " MB"),
            told(row["make_wall_seconds"]),
            told(row["make_memory_mb"], 0, " MB"),
            told(row["ready_seconds"], 2),
            told(row["filtered_seconds"], 2),
        ]
        for one in found
        for row in one.rows
    ]
    head = "events | days | file | gzipped | made in, s | memory | ready after, s"
    return [*table(f"{head} | filtered after, s", lines), *stamps(found)]


def stamps(found: list[Measured]) -> list[str]:
    """Below a table: how to measure it again, and what it was measured on."""
    return [line for one in found for line in ("", one.stamped())]
