"""One contender: `python -m benchmarks.contenders MODULE OBJECTS WORK`.

Where it raises, `WORK/aborted.txt` tells what the first error was.
"""

import importlib
import sys
import traceback
from pathlib import Path


def first_of(error: BaseException) -> BaseException:
    """The error that the others were raised for; the end of an iterator is none."""
    hidden = error.__suppress_context__
    before = error.__cause__ or (None if hidden else error.__context__)
    if before is None or isinstance(before, StopIteration):
        return error
    return first_of(before)


def main() -> None:
    """Import no more than the contender needs, and run it."""
    name, objects, work = sys.argv[1:]
    contender = importlib.import_module(f"benchmarks.contenders.{name}")
    try:
        contender.run(Path(objects), Path(work))
    except BaseException as error:  # a panic in Rust is no Exception
        traceback.print_exc()
        first = first_of(error)
        told = f"{type(first).__name__}: {first}"
        (Path(work) / "aborted.txt").write_text(told, "utf-8")
        sys.exit(1)


if __name__ == "__main__":
    main()
