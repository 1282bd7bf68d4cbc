"""What the docs site has besides the files in this folder; mkdocs calls the functions.

README.md comes first, CONTRIBUTING.md and CHANGELOG.md are pages, each mart has a page
made of dbt's manifest, and dbt's own page of lineage lies beside. Links that lead out
of the docs go to those pages; what has no page stays as text.
"""

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from bi.artifacts import Artifacts, Mart, read_artifacts

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "target" / "site"
LINEAGE = "lineage.html"
# Pages that lie elsewhere in the repository → where they are in the site.
PLACES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
_MART = re.compile(r"models/marts/\w+/(\w+)\.yml")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Every page has its place in the navigation."""
    artifacts = read_artifacts(TARGET)
    config.nav = [
        {"Home": "index.md"},
        {"Start": ["getting-started.md"]},
        {"Guides": _below("guides")},
        {"Concepts": _below("concepts")},
        {
            "Reference": [
                *_below("reference"),
                {"Lineage": LINEAGE},
                {"Each mart": [{name: _place(name)} for name in artifacts.marts]},
            ]
        },
        {"Decisions": _below("decisions")},
        {"Project": [PLACES["CONTRIBUTING.md"], PLACES["CHANGELOG.md"]]},
    ]
    config.extra["artifacts"] = artifacts
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Pages that no file of this folder holds."""
    artifacts: Artifacts = config.extra["artifacts"]
    for name, place in PLACES.items():
        text = (ROOT / name).read_text("utf-8")
        files.append(File.generated(config, place, content=text))
    for mart in artifacts.marts.values():
        text = "\n".join(mart_page(mart, artifacts))
        files.append(File.generated(config, _place(mart.name), content=text))
    lineage = (TARGET / "static_index.html").read_text("utf-8")
    files.append(File.generated(config, LINEAGE, content=lineage))
    return files


def on_page_markdown(markdown: str, page: Page, **_: object) -> str:
    """Links of the repository become links of the site."""
    source = {place: name for name, place in PLACES.items()}.get(
        page.file.src_uri, f"docs/{page.file.src_uri}"
    )
    parts = re.split(r"(^```.*?^```)", markdown, flags=re.DOTALL | re.MULTILINE)
    return "".join(
        part if part.startswith("```") else linked(part, source, page.file.src_uri)
        for part in parts
    )


def linked(text: str, source: str, place: str) -> str:
    """A text whose links lead to pages of the site.

    Args:
        text: Markdown without blocks of code.
        source: The page's path in the repository.
        place: Its path in the site.
    """

    def link(found: re.Match[str]) -> str:
        mark, label, target = found.groups()
        path, hash_, anchor = target.partition("#")
        if not path or re.match(r"[a-z]+:", target):
            return found[0]
        leads = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        mart = _MART.fullmatch(leads)
        if leads in PLACES:
            there = PLACES[leads]
        elif mart:
            there = _place(mart[1])
        elif leads.startswith("docs/") and (ROOT / leads).is_file():
            there = leads.removeprefix("docs/")
        else:
            return label  # a file of the code: its name stands there
        here = posixpath.dirname(place)
        return (
            f"{mark}[{label}]({posixpath.relpath(there, here or '.')}{hash_}{anchor})"
        )

    return _LINK.sub(link, text)


def mart_page(mart: Mart, artifacts: Artifacts) -> Iterator[str]:
    """A mart: what it means, its columns, what it reads and what reads it."""
    yield from (f"# {mart.name}", "", mart.description, "")
    there = f"../marts.md#{mart.name}"
    yield f"[What its rates divide by, and what it does not say]({there})"
    yield from ("", "## Columns", "", "| column | type | meaning |", "|---|---|---|")
    for column in mart.columns:
        told = column.description.replace("|", "\\|")
        yield f"| `{column.name}` | {column.data_type} | {told} |"
    key = f"model.footfall.{mart.name}"
    for title, side in (("Reads", "parent_map"), ("Read by", "child_map")):
        names = [
            name
            for kind, _, name in (
                one.split(".")[:3] for one in sorted(artifacts.raw[side][key])
            )
            if kind in ("model", "seed", "exposure", "semantic_model", "analysis")
        ]
        if names:
            told = ", ".join(
                f"[{name}]({name}.md)" if name in artifacts.marts else f"`{name}`"
                for name in dict.fromkeys(names)
            )
            yield from ("", f"## {title}", "", told)


def _below(folder: str) -> list[str]:
    """The pages of a folder, its README.md first."""
    found = sorted((ROOT / "docs" / folder).glob("*.md"))
    found.sort(key=lambda path: path.stem != "README")
    return [f"{folder}/{path.name}" for path in found]


def _place(mart: str) -> str:
    return f"reference/marts/{mart}.md"
