"""Just enough of TMDL to look at what was written: a tree by tabs.

What it does not know is an error, so that a typing mistake does not pass as a name.
"""

import re
from dataclasses import dataclass, field

OBJECTS = {
    "database": {"compatibilityLevel"},
    "model": {"culture", "defaultPowerBIDataSourceVersion", "sourceQueryCulture"},
    "ref": set(),
    "annotation": set(),
    "expression": set(),
    "table": {"dataCategory"},
    "measure": {"formatString"},
    "column": {"dataType", "formatString", "summarizeBy", "sourceColumn"},
    "partition": {"mode", "source"},
    "relationship": {"fromColumn", "toColumn", "toCardinality"},
}
FLAGS = {"column": {"isKey"}}
DESCRIBED = {"table", "measure", "column", "expression"}
_OBJECT = re.compile(
    r"(?P<kind>[a-z]+)(?: (?P<name>table \w+|'(?:[^']|'')+'|[\w-]+))?"
    r"(?: = (?P<value>.*))?"
)
_PROPERTY = re.compile(r"(?P<key>\w+)(?:: (?P<value>.+)| =)")


@dataclass
class Node:
    """One object with what belongs to it."""

    kind: str
    name: str
    value: str = ""
    description: str = ""
    properties: dict[str, str] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)

    def of(self, kind: str) -> dict[str, "Node"]:
        """Its objects of a kind, by name, none twice."""
        found = [child for child in self.children if child.kind == kind]
        names = [child.name.lower() for child in found]
        assert len(names) == len(set(names)), f"two {kind}s of {self.name} are the same"
        return {child.name: child for child in found}


def read(text: str) -> Node:
    """A file of TMDL as a tree.

    Raises:
        AssertionError: A line is none of what this project writes.
    """
    root = Node("file", "")
    path = [root]
    description: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        depth = len(line) - len(line.lstrip("\t"))
        told = line.lstrip("\t")
        where = f"line {number}: {line!r}"
        if not told.strip():
            continue
        if depth > len(path):  # an expression goes on
            path[-1].properties["source"] += told + "\n"
            continue
        if told.startswith("///"):
            description.append(told[3:].strip())
            continue
        path = path[: depth + 1]
        parent = path[-1]
        found = _PROPERTY.fullmatch(told)
        flag = told in FLAGS.get(parent.kind, ())
        if flag or (found and found["key"] in OBJECTS.get(parent.kind, ())):
            assert not description, f"a property has no description, {where}"
            key = told if flag else found["key"]
            assert key not in parent.properties, f"said twice, {where}"
            parent.properties[key] = "" if flag else found["value"] or ""
            continue
        found = _OBJECT.fullmatch(told)
        assert found, where
        assert found["kind"] in OBJECTS, where
        node = Node(
            found["kind"],
            (found["name"] or "").strip("'").replace("''", "'"),
            found["value"] or "",
            " ".join(description),
        )
        assert not description or node.kind in DESCRIBED, where
        description = []
        parent.children.append(node)
        path.append(node)
    return root
