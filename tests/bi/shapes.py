"""What botocore's own validator does not look at: enums, patterns, lengths, numbers.

Its service model knows them; `SPICY` for `SPICE` passes it all the same.
"""

import re
from collections.abc import Iterator

from botocore.model import ListShape, MapShape, Shape, StructureShape


def faults(value: object, shape: Shape, where: str = "") -> Iterator[str]:
    """Everything about a value that its shape forbids.

    Args:
        value: Parameters, or a part of them.
        shape: What the service model says of it.
        where: Path to the value, for the message.
    """
    rules = shape.metadata
    if isinstance(shape, StructureShape):
        for name in shape.required_members:
            if name not in value:
                yield f"{where}: lacks {name}"
        for name, part in value.items():
            if name not in shape.members:
                yield f"{where}.{name}: unknown"
            else:
                yield from faults(part, shape.members[name], f"{where}.{name}")
        if getattr(shape, "is_tagged_union", False) and len(value) != 1:
            yield f"{where}: one of {list(shape.members)}, not {list(value)}"
    elif isinstance(shape, MapShape):
        yield from _size(len(value), rules, where)
        for name, part in value.items():
            yield from faults(name, shape.key, f"{where} key {name}")
            yield from faults(part, shape.value, f"{where}[{name}]")
    elif isinstance(shape, ListShape):
        yield from _size(len(value), rules, where)
        for number, part in enumerate(value):
            yield from faults(part, shape.member, f"{where}[{number}]")
    elif shape.type_name == "string":
        if not isinstance(value, str):
            yield f"{where}: no text: {value!r}"
            return
        yield from _size(len(value), rules, where)
        if getattr(shape, "enum", None) and value not in shape.enum:
            yield f"{where}: {value!r} is none of {shape.enum}"
        pattern = rules.get("pattern")
        if pattern and not re.fullmatch(pattern, value):
            yield f"{where}: {value!r} is not like {pattern}"
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield from _size(value, rules, where)


def _size(size: float, rules: dict[str, float], where: str) -> Iterator[str]:
    if size < rules.get("min", size):
        yield f"{where}: {size} is less than {rules['min']}"
    if size > rules.get("max", size):
        yield f"{where}: {size} is more than {rules['max']}"
