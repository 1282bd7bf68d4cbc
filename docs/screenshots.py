"""Photographs of the dashboard for docs/guides/dashboard.md, by Debian's Chromium.

Run `python docs/screenshots.py FILE` with the dashboard of a simulated shop of a year:
`footfall simulate --events 1000000 --days 402 --seed 5`. They are looked at, not
compared: fonts and browsers differ from machine to machine.
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).parent / "guides" / "dashboard"
DESK, PHONE = {"width": 1200, "height": 820}, {"width": 390, "height": 820}
# name → page, look, size
SHOTS = {
    "overview": ("overview", "light", DESK),
    "promote-dark": ("promote", "dark", DESK),
    "brands": ("brands", "light", DESK),
    "carts-phone": ("carts", "light", PHONE),
}


def main() -> None:
    """Take them all."""
    address = Path(sys.argv[1]).resolve().as_uri()
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for name, (page, look, size) in SHOTS.items():
            context = browser.new_context(viewport=size, color_scheme=look)
            tab = context.new_page()
            tab.goto(f"{address}#{page}")
            tab.wait_for_selector(".tile")
            tab.screenshot(path=FOLDER / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
