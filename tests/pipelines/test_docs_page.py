"""The table of docs/pipelines.md is what the pipelines take."""

import re
from pathlib import Path

from preceptor import catalog

PAGE = (Path(__file__).parents[2] / "docs" / "pipelines.md").read_text(encoding="utf-8")


def test_the_tables_options_are_the_pipelines_options() -> None:
    rows = re.findall(r"^\| `(\w+)` \| [^|]+ \| (?:`([^`]*)`)? ?\|", PAGE, re.MULTILINE)
    assert len(rows) == 10
    for name, listed in rows:
        options = catalog.options("pipelines", name)
        assert listed == ", ".join(f"{key}={value}" for key, value in options.items()), name


def test_variants_of_the_page_load() -> None:
    for variant in re.findall(r"`(\w+\([^`]*\))`", PAGE):
        if variant.split("(")[0] in catalog.names("pipelines"):
            catalog.load("pipelines", variant)
