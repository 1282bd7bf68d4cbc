"""Calls → one JSON file each, as `aws quicksight … --cli-input-json` takes them."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

from botocore import xform_name

from bi.quicksight.calls import Call
from loaders.errors import ConfigError

_OURS = re.compile(r"\d{3}-create-[a-z-]+\.\w+\.json")


def write_calls(made: Iterable[Call], folder: Path) -> int:
    """Write the calls, numbered in their order; how many there are.

    Args:
        made: What to write.
        folder: Where files go. Those of an earlier run are removed, others stay.

    Raises:
        ConfigError: The folder cannot be written.
    """
    count = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in list(folder.iterdir()):
            if _OURS.fullmatch(path.name):
                path.unlink()
        for count, call in enumerate(made, start=1):
            verb = xform_name(call.operation, "-")
            path = folder / f"{count:03}-{verb}.{call.name}.json"
            text = json.dumps(call.parameters, indent=2, ensure_ascii=False)
            path.write_text(text + "\n", "utf-8")
    except OSError as error:
        raise ConfigError(
            f"cannot write to `{folder}`: {error.strerror or error}",
            "give --output a folder that this user may write, on a disk with room",
        ) from error
    return count
