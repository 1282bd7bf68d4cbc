"""The dashboard of a year and more: how large it is, how soon it shows its first page.

A simulated shop is loaded and built; `footfall dashboard` runs in a process of its own,
and Debian's Chromium opens the file from disk, with a new profile each time. *Ready* is
from the navigation to the first page's last chart, *filtered* from the choice of a
category to the same page drawn anew. Medians go to `results/dashboard-<events>.json`.
"""

import argparse
import gzip
import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks.histories import BUILD, DBT, environment_of
from benchmarks.objects import FOOTFALL
from benchmarks.processes import need, need_median
from benchmarks.record import record

CHROMIUM = "/usr/bin/chromium"
DAYS = 400  # as many as it shows
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
READY = "performance.getEntriesByName('ready')[0].startTime"
FILTERED = """() => {
    const all = document.getElementById('category');
    const started = performance.now();
    all.value = all.options[1].value;
    all.dispatchEvent(new Event('change'));
    return performance.now() - started;
}"""


def opened(browser: Browser, file: Path) -> tuple[float, float]:
    """Milliseconds until it is ready, and until a filter is applied."""
    context = browser.new_context(viewport={"width": 1360, "height": 900})
    try:
        page = context.new_page()
        page.goto(file.as_uri())
        page.wait_for_selector(".tile")
        return page.evaluate(READY), page.evaluate(FILTERED)
    finally:
        context.close()


def main() -> None:
    """Make the shop, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="footfall-bench-") as made:
        folder = Path(made)
        objects, file = folder / "objects", folder / "dashboard.html"
        environment = environment_of(folder / "shop.duckdb")
        told = ["--events", str(asked.events), "--days", str(DAYS + 2)]
        need([FOOTFALL, "simulate", *told, "--output", str(objects)])
        need([FOOTFALL, "load", str(objects), "--kind", "event"], environment)
        need([*BUILD], environment)
        need([DBT, "compile", "--select", "path:dashboard/datasets"], environment)
        target = environment["DBT_TARGET_PATH"]
        make = [FOOTFALL, "dashboard", "--artifacts", target, "--output", str(file)]
        runs = [need(make, environment) for _ in range(asked.rounds)]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=ARGUMENTS
            )
            seen = [opened(browser, file) for _ in range(asked.rounds)]
            browser.close()
        size = file.stat().st_size
        packed = len(gzip.compress(file.read_bytes()))
    run = need_median(runs)
    row = {
        "days": DAYS,
        "bytes": size,
        "gzipped_bytes": packed,
        "make_cpu_seconds": round(run.cpu, 2),
        "make_wall_seconds": round(run.wall, 2),
        "make_memory_mb": round(run.memory),
        "ready_seconds": round(median(ready for ready, _ in seen) / 1000, 3),
        "filtered_seconds": round(median(done for _, done in seen) / 1000, 3),
    }
    record("dashboard", asked.events, asked.rounds, [row], packages=("playwright",))
    print(row)


if __name__ == "__main__":
    main()
